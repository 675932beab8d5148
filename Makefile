# For packagers, the usual targets: `make`, `make check`, `make install DESTDIR=... PREFIX=/usr`,
# `make uninstall`. The heads of packaging/install and packaging/build describe the other variables.
# Of the environment, only DESTDIR and CARGO_TARGET_DIR are heeded; `make uninstall` knows what
# `make install` has put where, but below a DESTDIR, for which it needs the words that `make
# install` had.
.POSIX:

PREFIX = /usr/local
BINDIR = $(PREFIX)/bin
LIBEXECDIR = $(PREFIX)/libexec
MANDIR = $(PREFIX)/share/man
BASHDIR = $(PREFIX)/share/bash-completion/completions
ZSHDIR = $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d
BINARY = $${CARGO_TARGET_DIR:-target}/release/sigkit
CARGO = cargo
# Commands that the system has already, and is to keep: APART=kill
APART =
# Commands of other packages that sigkit's are to replace: REPLACE="pgrep pkill"
REPLACE =
# To cargo: --offline
CARGOFLAGS =

places = DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" BINDIR="$(BINDIR)" LIBEXECDIR="$(LIBEXECDIR)" \
	MANDIR="$(MANDIR)" BASHDIR="$(BASHDIR)" ZSHDIR="$(ZSHDIR)" FISHDIR="$(FISHDIR)" \
	BINARY="$(BINARY)" APART="$(APART)" REPLACE="$(REPLACE)"

all:
	CARGO="$(CARGO)" packaging/build $(CARGOFLAGS)

check:
	$(CARGO) test --locked $(CARGOFLAGS)

install:
	@$(places) packaging/install

uninstall:
	@$(places) packaging/install --uninstall

clean:
	$(CARGO) clean

.PHONY: all check install uninstall clean
