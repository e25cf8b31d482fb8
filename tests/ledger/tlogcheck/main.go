// tlogcheck checks an exported log and proofs about it with the code of others: golang.org/x/mod/sumdb/note and
// sumdb/tlog.
//
// usage: tlogcheck VKEY-FILE PROOFS.jsonl EXPORT…   (exports of one log, the smallest first)
//
// Prints what failed and ends with "N passed, N failed".
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var passed, failed int

func check(what string, err error) bool {
	if err != nil {
		failed++
		fmt.Printf("FAILED %s: %v\n", what, err)
		return false
	}
	passed++
	return true
}

func differs(what string) error { return fmt.Errorf("%s differs", what) }

// tiles reads the layout of C2SP tlog-tiles, which is that of sumdb without the height.
type tiles struct{ dir string }

func (t tiles) Height() int                         { return 8 }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (t tiles) ReadTiles(want []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range want {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.dir, path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

type export struct {
	dir    string
	tree   tlog.Tree
	reader tlog.HashReader
	leaves []tlog.Hash
}

func open(dir string, verifier note.Verifier) (*export, error) {
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return nil, err
	}
	signed, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return nil, fmt.Errorf("no checkpoint of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return nil, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return nil, fmt.Errorf("malformed root")
	}
	e := &export{dir: dir, tree: tlog.Tree{N: size}}
	copy(e.tree.Hash[:], root)
	e.reader = tlog.TileHashReader(e.tree, tiles{dir})
	return e, nil
}

// entries reads every bundle and holds each entry against its authenticated hash.
func (e *export) entries() error {
	for n := int64(0); n*256 < e.tree.N; n++ {
		width := 256
		if rest := e.tree.N - n*256; rest < 256 {
			width = int(rest)
		}
		path := tlog.Tile{H: 8, L: 0, N: n, W: width}.Path()
		path = strings.Replace(path, "tile/8/0/", "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(e.dir, path))
		if err != nil {
			return err
		}
		for i := 0; i < width; i++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return fmt.Errorf("bundle %d ends early", n)
			}
			length := int(binary.BigEndian.Uint16(data))
			hash := tlog.RecordHash(data[2 : 2+length])
			data = data[2+length:]
			index := tlog.StoredHashIndex(0, n*256+int64(i))
			stored, err := e.reader.ReadHashes([]int64{index})
			if err != nil {
				return err
			}
			if stored[0] != hash {
				return differs(fmt.Sprintf("entry %d", n*256+int64(i)))
			}
			e.leaves = append(e.leaves, hash)
		}
		if len(data) != 0 {
			return fmt.Errorf("bundle %d is too long", n)
		}
	}
	return nil
}

func (e *export) root() error {
	hash, err := tlog.TreeHash(e.tree.N, e.reader)
	if err == nil && hash != e.tree.Hash {
		err = differs("root")
	}
	return err
}

type proof struct {
	Index   *int64   `json:"index"`
	OldSize int64    `json:"old_size"`
	OldRoot []byte   `json:"old_root"`
	Size    int64    `json:"size"`
	Root    []byte   `json:"root"`
	Proof   [][]byte `json:"proof"`
}

func hash(b []byte) (h tlog.Hash) {
	copy(h[:], b)
	return h
}

// ours checks a proof that gongxin made, and that a wrong one is refused.
func (p *proof) ours(last *export) error {
	var path []tlog.Hash
	for _, h := range p.Proof {
		path = append(path, hash(h))
	}
	verify := func(path []tlog.Hash) error {
		if p.Index != nil {
			return tlog.CheckRecord(path, p.Size, hash(p.Root), *p.Index, last.leaves[*p.Index])
		}
		return tlog.CheckTree(path, p.Size, hash(p.Root), p.OldSize, hash(p.OldRoot))
	}
	if err := verify(path); err != nil {
		return err
	}
	if len(path) > 0 {
		path[0][0] ^= 1
		if verify(path) == nil {
			return fmt.Errorf("a wrong proof is accepted")
		}
	}
	return nil
}

func main() {
	if len(os.Args) < 4 {
		fmt.Fprintln(os.Stderr, "usage: tlogcheck VKEY-FILE PROOFS.jsonl EXPORT…")
		os.Exit(2)
	}
	vkey, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	var before *export
	for _, dir := range os.Args[3:] {
		e, err := open(dir, verifier)
		if !check("checkpoint of "+dir, err) {
			continue
		}
		check("tiles and entries of "+dir, e.entries())
		check("root of "+dir, e.root())
		if before != nil {
			path, err := tlog.ProveTree(e.tree.N, before.tree.N, e.reader)
			if err == nil {
				err = tlog.CheckTree(path, e.tree.N, e.tree.Hash, before.tree.N, before.tree.Hash)
			}
			check("growth to "+dir, err)
		}
		before = e
	}
	file, err := os.Open(os.Args[2])
	if err == nil && before != nil {
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<20)
		for n := 1; lines.Scan(); n++ {
			var p proof
			err := json.Unmarshal(lines.Bytes(), &p)
			if err == nil {
				err = p.ours(before)
			}
			check(fmt.Sprintf("proof %d", n), err)
		}
	}
	check("proofs", err)
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 || passed == 0 {
		os.Exit(1)
	}
}
