package web

import (
	"context"

	"sejur/internal/access"
	"sejur/internal/web/account"
	"sejur/internal/web/page"
	"sejur/internal/web/ui"
)

// accountNavigation are the links of staff to their own account and to the counter.
func accountNavigation() []staffLink {
	return []staffLink{
		{ui.NavItem{Path: page.StaffHome, Key: "ui.desk"}, access.WorkAtDesk},
		{ui.NavItem{Path: "/desk/recover", Key: "desk.recover.title"}, access.RecoverAccount},
		{ui.NavItem{Path: "/staff/account", Key: "ui.account"}, access.StaffPages},
	}
}

// accountRoutes are the pages by which people come in and mind their own account; none where there is no desk for them.
func accountRoutes(p *account.Pages) []route {
	if p == nil {
		return nil
	}
	row := func(method, path string, who audience, may access.Permission, f account.Page) route {
		return route{method: method, path: path, who: who, may: may, page: func(ctx context.Context, v *page.Visit) (page.Reply, error) { return f(ctx, p, v) }}
	}
	// both is a page with a form that is posted to the same address.
	both := func(path string, who audience, may access.Permission, f account.Page) []route {
		return []route{row(read, path, who, may, f), row(write, path, who, may, f)}
	}
	var table []route
	add := func(rows ...route) { table = append(table, rows...) }

	add(both(page.SignIn, applicants, access.Public, account.SignIn)...)
	add(both(page.SignIn+"/code", applicants, access.Public, account.SignInCode)...)
	add(row(write, page.SignIn+"/passkey", applicants, access.Public, account.SignInPasskey))
	add(row(write, page.SignOut, applicants, access.SignedIn, account.SignOut))
	add(both("/recover/{token}", applicants, access.Public, account.Recovery)...)
	add(both("/recover/{token}/code", applicants, access.Public, account.RecoveryCode)...)
	add(row(read, "/account-ended", applicants, access.Public, account.Ended))

	add(row(read, page.Home, applicants, access.ApplicantPages, account.Home))
	add(row(read, page.Home+"/messages", applicants, access.ApplicantPages, account.Messages))
	add(row(read, page.Home+"/messages/{id}", applicants, access.ApplicantPages, account.Message))
	add(both(page.Home+"/account/language", applicants, access.ApplicantPages, account.Language)...)
	add(both(page.Home+"/account/email", applicants, access.ApplicantPages, account.Email)...)
	add(both(page.Home+"/account/email/code", applicants, access.ApplicantPages, account.EmailCode)...)
	add(row(write, page.Home+"/account/email/stop", applicants, access.ApplicantPages, account.StopEmail))
	add(both(page.Home+"/account/tokens/new", applicants, access.ApplicantPages, account.NewToken)...)
	add(row(write, page.Home+"/account/tokens", applicants, access.ApplicantPages, account.RevokeToken))
	add(both(page.Home+"/account/end", applicants, access.ApplicantPages, account.End)...)
	add(both(page.Home+"/account/confirm/code", applicants, access.ApplicantPages, account.ConfirmCode)...)
	add(row(write, page.Home+"/account/confirm", applicants, access.ApplicantPages, account.Confirm))

	add(row(read, page.StaffSignIn, staff, access.Public, account.StaffSignIn))
	add(row(read, page.StaffSignIn+"/provider", staff, access.Public, account.StaffSignInProvider))
	add(row(write, page.StaffSignIn+"/passkey", staff, access.Public, account.StaffSignInPasskey))
	add(row(read, account.ReturnPath, staff, access.Public, account.ProviderReturn))
	add(both("/staff/invitation/{token}", staff, access.Public, account.Invitation)...)
	add(row(write, "/staff/invitation/{token}/passkey", staff, access.Public, account.InvitationPasskey))
	add(row(write, "/staff/invitation/{token}/provider", staff, access.Public, account.InvitationProvider))
	add(row(write, page.StaffSignOut, staff, access.SignedIn, account.SignOut))
	add(row(write, page.StaffLanguage, staff, access.StaffPages, account.StaffLanguage))
	add(row(read, "/staff/account/confirm/provider", staff, access.StaffPages, account.ConfirmProvider))

	// What is the same for both.
	for _, of := range []struct {
		base string
		who  audience
		may  access.Permission
	}{{page.Home + "/account", applicants, access.ApplicantPages}, {"/staff/account", staff, access.StaffPages}} {
		add(row(read, of.base, of.who, of.may, account.Own))
		add(row(read, of.base+"/confirm", of.who, of.may, account.Confirm))
		add(row(write, of.base+"/confirm/passkey", of.who, of.may, account.ConfirmPasskey))
		add(both(of.base+"/passkeys/new", of.who, of.may, account.NewPasskey)...)
		add(both(of.base+"/passkeys/{id}", of.who, of.may, account.Passkey)...)
		add(row(write, of.base+"/passkeys/{id}/remove", of.who, of.may, account.RemovePasskey))
		add(row(write, of.base+"/sessions", of.who, of.may, account.EndSession))
		add(row(write, of.base+"/sessions/others", of.who, of.may, account.EndOtherSessions))
	}

	add(row(read, page.StaffHome, staff, access.WorkAtDesk, account.DeskHome))
	add(both("/desk/recover", staff, access.RecoverAccount, account.DeskRecover)...)
	add(row(write, "/desk/recover/link", staff, access.RecoverAccount, account.DeskRecoverLink))
	return table
}
