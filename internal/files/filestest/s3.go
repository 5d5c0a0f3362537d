package filestest

import (
	"context"
	"crypto/rand"
	_ "embed" // the script
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"sejur/internal/files"
	"sejur/internal/parttest"
)

//go:embed s3.sh
var script string

// Those who may use the server. It is a test's own, on loopback.
const (
	accessKey = "tester"
	secretKey = "not-a-secret-of-anybody"
)

// server is an S3 server over a folder.
type server struct {
	part    *parttest.Part // holding it holds its input open, by which it lives
	address string
	dir     string
}

// shared is the server of all tests of this process.
var shared = sync.OnceValues(func() (*server, error) {
	cmd := exec.Command("bash", "-c", script, "s3.sh")
	cmd.Env = append(os.Environ(), "ACCESS="+accessKey, "SECRET="+secretKey)
	part, said, err := parttest.Start(cmd)
	if err != nil {
		return nil, err
	}
	address, dir, _ := strings.Cut(said, " ")
	return &server{part: part, address: address, dir: dir}, nil
})

// NewBucket makes an empty bucket on a real S3 server, versitygw, and returns who may use it and the folder in which its objects lie.
func NewBucket(t testing.TB) (at files.Bucket, dir string) {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatalf("start an S3 server: %v", err)
	}
	name := "sejur-" + strings.ToLower(rand.Text())
	client, err := minio.New(s.address, &minio.Options{Creds: credentials.NewStaticV4(accessKey, secretKey, ""), Region: "us-east-1"})
	if err == nil {
		err = client.MakeBucket(context.WithoutCancel(t.Context()), name, minio.MakeBucketOptions{})
	}
	if err != nil {
		t.Fatalf("make a bucket: %v", err)
	}
	return files.Bucket{Address: "s3://" + s.address + "/" + name + "/house?tls=none", AccessKey: accessKey, SecretKey: secretKey}, filepath.Join(s.dir, name)
}

// InBucket is a fresh store in a bucket.
func InBucket(t testing.TB) Shelf {
	t.Helper()
	at, dir := NewBucket(t)
	keys := Keys(t)
	s, err := files.OpenBucket(at, keys)
	if err != nil {
		t.Fatal(err)
	}
	closing(t, s)
	return Shelf{Store: s, Keys: keys, Dir: dir, Path: func(place string) string { return filepath.Join(dir, "house", place) }}
}
