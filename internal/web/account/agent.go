package account

import "strings"

// agentWords makes a few words of what a browser calls itself: "Firefox, Linux". They help somebody to tell their own sessions apart and
// are nothing more; "" if nothing is known.
func agentWords(agent string) string {
	var words []string
	for _, list := range [][][2]string{
		{ // the order matters: most browsers also name those before them
			{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
			{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
		},
		{
			{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Macintosh", "macOS"},
			{"CrOS", "ChromeOS"}, {"Linux", "Linux"},
		},
	} {
		for _, known := range list {
			if strings.Contains(agent, known[0]) {
				words = append(words, known[1])
				break
			}
		}
	}
	return strings.Join(words, ", ")
}
