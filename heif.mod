// The module from whose folder scripts/heif.sh takes the decoder of HEIC pictures. Nothing of it is compiled into the program.
module sejur

go 1.26.0

require github.com/gen2brain/heic v0.4.5
