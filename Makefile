# The commands of the house. Each does its own set-up; none asks anything.

PREFIX ?= /usr
SYSCONFDIR ?= /etc
DESTDIR ?=

settings := $(DESTDIR)$(SYSCONFDIR)/infusionwatch
library := $(DESTDIR)$(PREFIX)/lib
sources := Sources Tests Package.swift
benchmarks := $(wildcard Benchmarks/Benchmarks Benchmarks/Package.swift)
scripts := .ci/run .ci/setup systemd/tell-failure Tests/SystemdTests/boot

ifdef INFUSIONWATCH_RECORDINGS
export INFUSIONWATCH_RECORDINGS
endif

# The nights that `make nights` lives.
SEEDS ?= 1-300
# The inputs that `make fuzz` tries.
RUNS ?= 1000000

.PHONY: help demo test lint nights mutants fuzz bench ward lines install clean

help:
	@echo 'make demo      simulated monitors, the station, alerts in words on this terminal'
	@echo 'make test      every test (INFUSIONWATCH_RECORDINGS=folder adds recorded vitals)'
	@echo 'make lint      formatting and shell syntax'
	@echo 'make nights    bad nights on a virtual clock (SEEDS=1-20000)'
	@echo 'make mutants   rules that are broken on purpose, and which nights find them'
	@echo 'make fuzz      the serial decoders against whatever bytes may come (RUNS=50000000)'
	@echo 'make bench     how fast recordings are replayed and bytes of monitors decoded'
	@echo 'make ward      what 64 monitors cost the real program'
	@echo 'make lines     what 32 serial lines cost the real program'
	@echo 'make install   the program and its configuration (DESTDIR= PREFIX=/usr SYSCONFDIR=/etc)'
	@echo 'make clean     everything that was built'

demo:
	@.ci/setup
	@swift build --product infusionwatch
	@exec "$$(swift build --show-bin-path)/infusionwatch" demo

# Runs after each other: what only computes would keep real monitors and programs waiting, and a
# ledger or a display that others hold up says so.
computing := ^(InfusionCore|Agreement|MonitorProtocols|Night|Settings|Tidy)Tests\.|^RecordsTests\.(?!Ledger)
programs := ^CommandTests\.(?!Disk|Kill|Probe|Record|Simulate)|^SystemdTests\.
alone := ^Station(Web)?Tests\.|^RecordsTests\.Ledger|^CommandTests\.(Disk|Kill|Probe|Record|Simulate)

# Without root, or without a mirror, the tests of a real systemd are left out, and say so.
test:
	@.ci/setup test
	@Tests/SystemdTests/boot prepare || true
	@python3 Tests/Nights/mutants.py --check
	@swift build --build-tests
	@swift test --skip-build --disable-xctest --filter '$(computing)'
	@swift test --skip-build --disable-xctest --filter '$(programs)'
	@swift test --skip-build --disable-xctest --no-parallel --filter '$(alone)'
	@swift test --skip-build --disable-xctest --skip '$(computing)' --skip '$(programs)' \
	  --skip '$(alone)'

lint:
	@.ci/setup
	@swift format lint --strict --recursive $(sources) $(benchmarks)
	@for script in $(scripts); do bash -n "$$script" || exit 1; done

# Built with optimisation: a night of hours takes a moment.
nights:
	@.ci/setup
	@swift build --configuration release --product nights
	@"$$(swift build --configuration release --show-bin-path)/nights" --seeds $(SEEDS)

mutants:
	@.ci/setup test
	@python3 Tests/Nights/mutants.py

# A build of its own, as everything in it is watched. What it finds is kept in .build/fuzz.
fuzz:
	@.ci/setup
	@swift build --configuration release --sanitize fuzzer --scratch-path .build/fuzz \
	  --product fuzz-decoders
	@mkdir -p .build/fuzz/corpus
	@.build/fuzz/release/fuzz-decoders -runs=$(RUNS) -max_len=700 -timeout=10 \
	  -artifact_prefix=.build/fuzz/ -print_final_stats=1 \
	  .build/fuzz/corpus Tests/FuzzDecoders/Seeds

bench:
	@.ci/setup
	@cd Benchmarks && swift package benchmark

ward:
	@.ci/setup test
	@swift build --configuration release --product infusionwatch
	@.venv/bin/python Benchmarks/Ward/ward.py \
	  "$$(swift build --configuration release --show-bin-path)/infusionwatch"

lines:
	@.ci/setup test
	@swift build --configuration release --product infusionwatch
	@python3 Benchmarks/Lines/lines.py \
	  "$$(swift build --configuration release --show-bin-path)/infusionwatch"

# What is shipped names the usual places; what is installed names its own.
place = sed -e 's|/usr/bin/|$(PREFIX)/bin/|' -e 's|/usr/lib/|$(PREFIX)/lib/|' \
  -e 's|/usr/share/|$(PREFIX)/share/|' -e 's|/etc/infusionwatch|$(SYSCONFDIR)/infusionwatch|'

# PROGRAM=FILE installs one that is built already. A station.toml that the clinic has written stays
# as it is; a new one keeps its data where the service may write.
install:
ifndef PROGRAM
	@.ci/setup
	@swift build --configuration release --static-swift-stdlib --product infusionwatch
endif
	@install -D --mode 755 --strip \
	  "$(or $(PROGRAM),$$(swift build --configuration release --static-swift-stdlib \
	    --show-bin-path)/infusionwatch)" "$(DESTDIR)$(PREFIX)/bin/infusionwatch"
	@install -D --mode 644 --target-directory "$(settings)/protocols" config/protocols/*.toml
	@install -D --mode 644 --target-directory "$(settings)/maps" config/maps/*.toml
	@test -e "$(settings)/station.toml" || { \
	  sed 's|"./data" \{17\}|"/var/lib/infusionwatch" |' config/station.toml \
	    > "$(settings)/.station.toml" && chmod 644 "$(settings)/.station.toml" && \
	  mv "$(settings)/.station.toml" "$(settings)/station.toml"; }
	@install -D --mode 644 README.md "$(DESTDIR)$(PREFIX)/share/doc/infusionwatch/README.md"
	@install -D --mode 644 systemd/infusionwatch.catalog \
	  "$(library)/systemd/catalog/infusionwatch.catalog"
	@install -D --mode 644 systemd/journald@infusionwatch.conf \
	  "$(library)/systemd/journald@infusionwatch.conf.d/infusionwatch.conf"
	@install -D --mode 644 systemd/60-infusionwatch.rules \
	  "$(library)/udev/rules.d/60-infusionwatch.rules"
	@install -d "$(library)/systemd/system" "$(library)/infusionwatch"
	@for unit in infusionwatch.service infusionwatch.socket; do \
	  $(place) "systemd/$$unit" > "$(library)/systemd/system/$$unit" && \
	  chmod 644 "$(library)/systemd/system/$$unit" || exit 1; done
	@$(place) systemd/tell-failure > "$(library)/infusionwatch/tell-failure"
	@chmod 755 "$(library)/infusionwatch/tell-failure"
	@test -n "$(DESTDIR)" -o ! -d /run/systemd/system || \
	  { journalctl --update-catalog && systemctl daemon-reload; }
	@echo "installed $(DESTDIR)$(PREFIX)/bin/infusionwatch and $(settings)"

clean:
	@rm -rf .build .venv Benchmarks/.build
