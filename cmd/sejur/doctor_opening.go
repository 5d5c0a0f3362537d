package main

import (
	"sejur/internal/files/inspect/parse"
	"sejur/internal/files/inspect/parse/heif"
)

// opening says how far the child is confined that opens what applicants hand in, whether pages are drawn, and whether passports are read.
func opening(f *findings) {
	if version := parse.Landlock(); version == 0 {
		f.tell("parser", warn, "run a kernel from 5.13 on, with landlock in its list of security modules",
			"files of applicants are opened without a network and within limits, but by a process that can read what this user can read")
	} else {
		f.ok("parser", "files of applicants are opened by a process without a network, files and rights (Landlock %d)", version)
	}
	if !heif.Carried() {
		f.tell("heic", warn, "build the program with make build", "photos in HEIC are refused, and JPEG is asked for: the program was built without their decoder")
	}
	if program := parse.Drawer(); program == "" {
		f.tell("pictures", warn, "install poppler-utils", "there is no pdftoppm: PDFs are accepted, and their pages are not shown")
	} else {
		f.ok("pictures", "pages of PDFs are drawn by %s", program)
	}
	if program := parse.Reader(); program == "" {
		f.tell("passports", warn, "install tesseract-ocr", "there is no tesseract: people type the lines of their passport, for nobody reads them from the photo that they send")
	} else {
		f.ok("passports", "the lines of passports are read from photos by %s", program)
	}
}
