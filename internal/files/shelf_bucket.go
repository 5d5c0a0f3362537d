package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/minio/minio-go/v7"
)

// bucket is a shelf on a server that speaks S3. Objects appear there whole or not at all; that they survive is the server's promise.
type bucket struct {
	core     minio.Core
	hangUp   func() // closes connections that nobody uses
	name     string
	prefix   string // before every name, "" or with a slash at its end
	patience time.Duration
}

// partSize is how much of a file is kept in memory and sent at once: the least that S3 takes as a part.
const partSize = 5 << 20

func (b *bucket) close() error {
	b.hangUp()
	return nil
}

// check tells whether the bucket is there and may be asked. Whether it may be written to is known when something is written.
func (b *bucket) check(ctx context.Context) error {
	there, err := b.core.BucketExists(ctx, b.name)
	if err == nil && !there {
		err = fmt.Errorf("there is no bucket %s", b.name)
	}
	return err
}

func (b *bucket) put(ctx context.Context, name string, write func(io.Writer) error) error {
	up := &parts{bucket: b, ctx: ctx, key: b.prefix + name, buf: make([]byte, 0, partSize)}
	err := write(up)
	if err == nil {
		err = up.finish()
	}
	if err != nil {
		up.giveUp()
	}
	return translated(err)
}

func (b *bucket) open(ctx context.Context, name string) (io.ReadCloser, error) {
	body, _, _, err := b.core.GetObject(ctx, b.name, b.prefix+name, minio.GetObjectOptions{})
	return body, translated(err)
}

func (b *bucket) remove(ctx context.Context, name string) error {
	err := translated(b.core.RemoveObject(ctx, b.name, b.prefix+name, minio.RemoveObjectOptions{}))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (b *bucket) names(ctx context.Context, after string, limit int) (out []string, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends the listing
	o := minio.ListObjectsOptions{Prefix: b.prefix, MaxKeys: limit}
	if after != "" {
		o.StartAfter = b.prefix + after
	}
	for object := range b.core.Client.ListObjects(ctx, b.name, o) {
		if object.Err != nil {
			return nil, translated(object.Err)
		}
		if name := strings.TrimPrefix(object.Key, b.prefix); isPlace(name) {
			out = append(out, name)
		}
		if len(out) >= limit {
			break
		}
	}
	return out, nil
}

func (b *bucket) sweep(ctx context.Context, before time.Time) (swept int, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // ends the listing
	for up := range b.core.ListIncompleteUploads(ctx, b.name, b.prefix, true) {
		if up.Err != nil {
			return swept, translated(up.Err)
		}
		if !up.Initiated.Before(before) {
			continue
		}
		err := translated(b.core.AbortMultipartUpload(ctx, b.name, up.Key, up.UploadID))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return swept, err
		}
		swept++
	}
	return swept, nil
}

// parts are the pieces in which a file goes to a bucket: one when it is small.
type parts struct {
	*bucket
	ctx    context.Context // of the one call that makes it
	key    string
	buf    []byte
	upload string // id of an upload in several parts, "" = not begun
	sent   []minio.CompletePart
	named  bool // the object may be there
}

// Write keeps up to partSize bytes and sends them when there are more.
func (p *parts) Write(b []byte) (int, error) {
	written := len(b)
	for len(b) > 0 {
		if len(p.buf) == cap(p.buf) {
			if err := p.send(); err != nil {
				return 0, err
			}
		}
		n := min(len(b), cap(p.buf)-len(p.buf))
		p.buf, b = append(p.buf, b[:n]...), b[n:]
	}
	return written, nil
}

// send sends what is kept as one part of several.
func (p *parts) send() (err error) {
	if p.upload == "" {
		p.upload, err = p.core.NewMultipartUpload(p.ctx, p.name, p.key, minio.PutObjectOptions{})
		if err != nil {
			return err
		}
	}
	n := len(p.sent) + 1
	part, err := p.core.PutObjectPart(p.ctx, p.name, p.key, p.upload, n, bytes.NewReader(p.buf), int64(len(p.buf)),
		minio.PutObjectPartOptions{Sha256Hex: digest(p.buf), DisableContentSha256: true})
	if err != nil {
		return err
	}
	p.sent, p.buf = append(p.sent, minio.CompletePart{PartNumber: n, ETag: part.ETag}), p.buf[:0]
	return nil
}

// finish sends the rest, and makes one object of all.
func (p *parts) finish() error {
	if p.upload == "" {
		p.named = true
		_, err := p.core.PutObject(p.ctx, p.name, p.key, bytes.NewReader(p.buf), int64(len(p.buf)), "", digest(p.buf), minio.PutObjectOptions{})
		return err
	}
	if err := p.send(); err != nil {
		return err
	}
	p.named = true
	_, err := p.core.CompleteMultipartUpload(p.ctx, p.name, p.key, p.upload, p.sent, minio.PutObjectOptions{})
	return err
}

// giveUp takes away what was sent; also when the answer alone was lost. What cannot be reached any more is swept, or found by the scrub.
func (p *parts) giveUp() {
	ctx, stop := context.WithTimeout(context.WithoutCancel(p.ctx), p.patience)
	defer stop()
	if p.upload != "" {
		_ = p.core.AbortMultipartUpload(ctx, p.name, p.key, p.upload)
	}
	if p.named {
		_ = p.core.RemoveObject(ctx, p.name, p.key, minio.RemoveObjectOptions{})
	}
}

// digest is the sum by which the server knows that it got what was sent.
func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// translated says in the words of a shelf what a server answered. An answer that says nothing more stays as it is.
func translated(err error) error {
	answer := minio.ToErrorResponse(err)
	switch {
	case err == nil:
		return nil
	case answer.Code == minio.NoSuchKey, answer.Code == "NoSuchUpload":
		return fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	case answer.StatusCode == http.StatusInsufficientStorage, strings.Contains(answer.Code, "Quota"), strings.Contains(answer.Code, "StorageFull"):
		return fmt.Errorf("%w: %w", syscall.ENOSPC, err)
	}
	return err
}
