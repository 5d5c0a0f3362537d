package api

import (
	"strconv"

	"sejur/internal/fault"
)

// member is the place of a member of the object at path. A name is somebody's input: it is said back short and in one line.
func member(path, name string) string {
	name = fault.Clip(name)
	if path == "" {
		return name
	}
	return path + "." + name
}

func element(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
