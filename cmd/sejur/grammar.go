package main

import (
	"runtime/debug"

	"github.com/alecthomas/kong"
)

const description = "Sejur answers, for Romania, what an immigration office is asked: what applies to me, which papers, until when, " +
	"where. Without a command it serves its pages on http://localhost:8080."

// grammar is the command line. Without a command the program serves.
type grammar struct {
	Version kong.VersionFlag `help:"Print the version and leave."`

	Serve   serveCommand   `cmd:"" default:"1" help:"Serve the pages and the API."`
	Plan    planCommand    `cmd:"" help:"Say what applies to a person (question on standard input)."`
	Stay    stayCommands   `cmd:"" help:"Count days of presence."`
	Days    daysCommands   `cmd:"" help:"Count terms; list public holidays."`
	CNP     cnpCommands    `cmd:"" name:"cnp" help:"Read personal numeric codes."`
	MRZ     mrzCommands    `cmd:"" name:"mrz" help:"Read and write machine-readable zones of travel documents."`
	Seal    sealCommands   `cmd:"" name:"seal" help:"Read and verify visible digital seals."`
	Law     lawCommands    `cmd:"" help:"The law as open data: check it, list it, compare two days."`
	Migrate migrateCommand `cmd:"" help:"Bring the schema of a database up to date, as its owner."`
	Audit   auditCommands  `cmd:"" help:"The record of who did and who saw what: verify it, sign its head."`
	Backup  backupCommand  `cmd:"" help:"Write one encrypted file that holds everything but the keys."`
	Restore restoreCommand `cmd:"" help:"Bring a backup back into an empty place."`
	Signer  signerCommands `cmd:"" help:"The keys that sign what the office hands out: make them, change them, print their certificates."`
	Verify  verifyCommand  `cmd:"" help:"Say whether a paper is genuine: an issued PDF, its seal, or the code on it."`
	Doctor  doctorCommand  `cmd:"" help:"Look an installation over and say what to do."`
	Parse   parseCommand   `cmd:"" hidden:"" help:"Open one file of a stranger, as a child of the server."`

	demoGrammar
}

// lawCommands are the commands about the law itself.
type lawCommands struct {
	Check      lawCheck      `cmd:"" help:"Say everything that is wrong with the law's files, or that nothing is."`
	Coverage   lawCoverage   `cmd:"" help:"List the rules of the law and the made-up people that hold each."`
	Facts      lawFacts      `cmd:"" help:"List what can be known of a person."`
	Procedures lawProcedures `cmd:"" help:"List what a person can ask of an office."`
	Documents  lawDocuments  `cmd:"" help:"List the papers that the law asks for or issues."`
	Countries  lawCountries  `cmd:"" help:"List what the law says of each country."`
	Offices    lawOffices    `cmd:"" help:"List the offices open on a day."`
	Amounts    lawAmounts    `cmd:"" help:"List fees, wages and thresholds."`
	Show       lawShow       `cmd:"" help:"Show what the law has under an id."`
	Search     lawSearch     `cmd:"" help:"Find procedures, papers and offices by words."`
	Diff       lawDiff       `cmd:"" help:"Say what differs between the law of two days."`
}

// version is the module's version, as the build stamped it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "sejur (unstamped)"
	}
	return "sejur " + info.Main.Version
}
