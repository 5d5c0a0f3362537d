package main

import "sejur/internal/office/admin"

// settings are those of a run as its administrators see them. Passwords are in none of them, and of a database server nothing is said
// but what it is.
func (c *serveCommand) settings(d *desk, addr, origin string) []admin.Setting {
	p := c.find(d)
	told := func(name, flag, env, value string) admin.Setting {
		s := admin.Setting{Name: name, Value: value, Source: admin.FromDefault}
		switch {
		case flag != "":
			s.Source = admin.FromFlag
		case env != "" && d.getenv(env) != "":
			s.Source = admin.FromEnv
		}
		return s
	}
	return []admin.Setting{
		told("addr", c.Addr, "SEJUR_ADDR", addr),
		told("origin", c.Origin, "", origin),
		told("tls-cert", c.TLSCert, "", c.TLSCert),
		told("tls-key", c.TLSKey, "", c.TLSKey),
		told("trusted-proxies", c.Proxies, "SEJUR_TRUSTED_PROXIES", d.setting(c.Proxies, "SEJUR_TRUSTED_PROXIES")),
		told("metrics-addr", c.Metrics, "SEJUR_METRICS_ADDR", d.setting(c.Metrics, "SEJUR_METRICS_ADDR")),
		told("data", c.Data, "SEJUR_DATA", p.data),
		told("database", c.Database, "SEJUR_DATABASE", p.name()),
		told("key-dir", c.KeyDir, "SEJUR_KEY_DIR", p.keys),
		told("signer-dir", c.SignerDir, "SEJUR_SIGNER_DIR", c.folder(d, p.data)),
		told("signer", c.Signer, "SEJUR_SIGNER", d.setting(c.Signer, "SEJUR_SIGNER")),
		told("files", c.Files, "SEJUR_FILES", p.files),
		told("files-reserve", c.FilesReserve, "SEJUR_FILES_RESERVE", d.setting(c.FilesReserve, "SEJUR_FILES_RESERVE")),
		told("clamav", c.ClamAV, "SEJUR_CLAMAV", d.setting(c.ClamAV, "SEJUR_CLAMAV")),
		told("audit-heads", c.AuditHeads, "SEJUR_AUDIT_HEADS", p.heads),
		told("smtp", c.SMTP, "SEJUR_SMTP", d.setting(c.SMTP, "SEJUR_SMTP")),
		told("mail-from", c.MailFrom, "SEJUR_MAIL_FROM", d.setting(c.MailFrom, "SEJUR_MAIL_FROM")),
		told("oidc-issuer", c.OIDCIssuer, "SEJUR_OIDC_ISSUER", d.setting(c.OIDCIssuer, "SEJUR_OIDC_ISSUER")),
		told("oidc-client-id", c.OIDCClient, "SEJUR_OIDC_CLIENT_ID", d.setting(c.OIDCClient, "SEJUR_OIDC_CLIENT_ID")),
		told("law", c.Law, "", c.Law),
	}
}
