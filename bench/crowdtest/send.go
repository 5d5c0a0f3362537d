package crowdtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// Paper is a paper of every application of the crowd of which another file can be sent.
const Paper = "passport"

// LinePath is the page of the paper.
func (a Applicant) LinePath() string {
	return "/en/my/applications/" + string(a.Application) + "/documents/" + Paper
}

// Tokens reads from the page of the paper the tokens of its forms: for whole files, and for files in parts.
func (a Applicant) Tokens(ctx context.Context, client *http.Client, host string) (whole, parts string, err error) {
	r, err := a.Get(ctx, host, a.LinePath())
	if err != nil {
		return "", "", err
	}
	answer, err := client.Do(r)
	if err != nil {
		return "", "", err
	}
	defer func() { _ = answer.Body.Close() }() // read to the end below
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		return "", "", err
	}
	m := regexp.MustCompile(`(?s)<form[^>]*action="` + regexp.QuoteMeta(a.LinePath()) + `"[^>]*>.*?name="token" value="([^"]+)"`).FindSubmatch(page)
	if m == nil {
		return "", "", fmt.Errorf("answered %s without a form for files", answer.Status)
	}
	if p := regexp.MustCompile(`data-token="([^"]+)"`).FindSubmatch(page); p != nil {
		parts = string(p[1])
	}
	return string(m[1]), parts, nil
}

// Send is the request by which a browser sends a file of size bytes with the form. The body is made while it is sent.
func (a Applicant) Send(ctx context.Context, host, token, name string, size int64, file io.Reader) (*http.Request, error) {
	var head strings.Builder
	w := multipart.NewWriter(&head)
	err := w.WriteField("token", token)
	if err == nil {
		_, err = w.CreateFormFile("file", name)
	}
	if err != nil {
		return nil, err
	}
	tail := "\r\n--" + w.Boundary() + "--\r\n"
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+host+a.LinePath(), io.MultiReader(strings.NewReader(head.String()), file, strings.NewReader(tail)))
	if err != nil {
		return nil, err
	}
	r.ContentLength = int64(head.Len()) + size + int64(len(tail))
	a.dress(r)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r, nil
}

// Begin is the request by which the page's script announces a file that comes in parts.
func (a Applicant) Begin(ctx context.Context, host string, form url.Values) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+host+a.LinePath()+"/parts", strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	a.dress(r)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r, nil
}

// Part is the request by which it sends one of them to where the house said.
func (a Applicant) Part(ctx context.Context, host, to string, at int64, part []byte) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+host+to+"?at="+strconv.FormatInt(at, 10), bytes.NewReader(part))
	if err != nil {
		return nil, err
	}
	a.dress(r)
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r, nil
}
