-- name: ActiveAdministrators :many
SELECT a.id, a.email, a.name, a.lang FROM account a JOIN account_role r ON r.account = a.id
WHERE r.role = 'administrator' AND a.kind = 'staff' AND a.state = 'active'
ORDER BY a.id
LIMIT sqlc.arg('max_rows');
