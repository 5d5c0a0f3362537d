package files

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Bucket says where a bucket is and who asks for it.
type Bucket struct {
	Address   string // s3://host[:port]/bucket[/folder]; with ?tls=none on this machine alone
	Region    string // "" = us-east-1, which most servers of one's own take
	AccessKey string
	SecretKey string
	Roots     *x509.CertPool // who vouches for the server; nil = those that this machine trusts
	Patience  time.Duration  // for a connection, and for each piece that is sent or read; 0 = half a minute
}

// ErrAddress is an address that names no bucket, or one that everybody on the way could read. The error says more.
var ErrAddress = errors.New("no address of a bucket")

// usualPatience is how long a server may be silent.
const usualPatience = 30 * time.Second

// IsBucket tells whether a place is the address of a bucket and no folder.
func IsBucket(place string) bool { return strings.HasPrefix(place, "s3://") }

// OpenBucket opens a store in a bucket that is there. Nothing is asked yet. Its error is ErrAddress.
func OpenBucket(b Bucket, keys Keys) (*Store, error) {
	if b.Patience == 0 {
		b.Patience = usualPatience
	}
	if b.Region == "" {
		b.Region = "us-east-1"
	}
	shelf, u, err := b.find()
	if err != nil {
		return nil, err
	}
	transport := b.transport()
	shelf.hangUp = transport.CloseIdleConnections
	client, err := minio.New(u.Host, &minio.Options{
		Creds:        credentials.NewStaticV4(b.AccessKey, b.SecretKey, ""),
		Secure:       u.Query().Get("tls") != "none",
		Transport:    transport,
		Region:       b.Region, // known, so that nobody is asked for it
		BucketLookup: minio.BucketLookupPath,
		MaxRetries:   3,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	shelf.core = minio.Core{Client: client}
	return &Store{shelf: shelf, keys: keys}, nil
}

// find reads the address.
func (b Bucket) find() (*bucket, *url.URL, error) {
	u, err := url.Parse(b.Address)
	if err != nil || u.Scheme != "s3" || u.Host == "" || u.User != nil || u.Fragment != "" {
		return nil, nil, fmt.Errorf("%w: it is s3://host/bucket", ErrAddress) // what is wrong with it may be a secret that stands there
	}
	name, folder, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if name == "" {
		return nil, nil, fmt.Errorf("%w: it is s3://host/bucket", ErrAddress)
	}
	if folder != "" {
		folder += "/"
	}
	switch clear := u.Query().Get("tls"); {
	case clear == "none" && !loopback(u.Hostname()):
		return nil, nil, fmt.Errorf("%w: only a server on this machine is asked without TLS", ErrAddress)
	case clear != "" && clear != "none":
		return nil, nil, fmt.Errorf("%w: tls=none is all that can stand behind it", ErrAddress)
	}
	return &bucket{name: name, prefix: folder, patience: b.Patience}, u, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip.IsLoopback()
}

// transport connects to the server and to nobody else; no proxy that the environment names is asked.
func (b Bucket) transport() *http.Transport {
	dialer := net.Dialer{Timeout: min(b.Patience, 10*time.Second)}
	return &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return impatient{conn, b.Patience}, nil
		},
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: b.Roots},
		TLSHandshakeTimeout:    min(b.Patience, 10*time.Second),
		ResponseHeaderTimeout:  b.Patience,
		IdleConnTimeout:        usualPatience,
		MaxIdleConnsPerHost:    16,
		MaxConnsPerHost:        64,
		MaxResponseHeaderBytes: 64 << 10,
		DisableCompression:     true,
	}
}

// impatient is a connection on which every wait has an end.
type impatient struct {
	net.Conn
	most time.Duration
}

func (c impatient) Read(b []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.most)); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

func (c impatient) Write(b []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.most)); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}
