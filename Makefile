# The commands of the house. Each does its own set-up; none asks anything.

PREFIX ?= /usr
SYSCONFDIR ?= /etc
DESTDIR ?=

settings := $(DESTDIR)$(SYSCONFDIR)/infusionwatch
sources := Sources Tests Package.swift
benchmarks := $(wildcard Benchmarks/Benchmarks Benchmarks/Package.swift)
scripts := .ci/run .ci/setup

ifdef INFUSIONWATCH_RECORDINGS
export INFUSIONWATCH_RECORDINGS
endif

.PHONY: help demo test lint bench install clean

help:
	@echo 'make demo      simulated monitors, the station, alerts in words on this terminal'
	@echo 'make test      every test (INFUSIONWATCH_RECORDINGS=folder adds recorded vitals)'
	@echo 'make lint      formatting and shell syntax'
	@echo 'make bench     how fast a recording is replayed'
	@echo 'make install   the program and its configuration (DESTDIR= PREFIX=/usr SYSCONFDIR=/etc)'
	@echo 'make clean     everything that was built'

demo:
	@.ci/setup
	@swift build --product infusionwatch
	@exec "$$(swift build --show-bin-path)/infusionwatch" demo

test:
	@.ci/setup test
	@swift build --build-tests
	@swift test --skip-build --disable-xctest

lint:
	@.ci/setup
	@swift format lint --strict --recursive $(sources) $(benchmarks)
	@for script in $(scripts); do bash -n "$$script" || exit 1; done

bench:
	@.ci/setup
	@cd Benchmarks && swift package benchmark

# A station.toml that the clinic has written stays as it is.
install:
	@.ci/setup
	@swift build --configuration release --static-swift-stdlib --product infusionwatch
	@install -D --mode 755 --strip \
	  "$$(swift build --configuration release --static-swift-stdlib --show-bin-path)/infusionwatch" \
	  "$(DESTDIR)$(PREFIX)/bin/infusionwatch"
	@install -D --mode 644 --target-directory "$(settings)/protocols" config/protocols/*.toml
	@install -D --mode 644 --target-directory "$(settings)/maps" config/maps/*.toml
	@test -e "$(settings)/station.toml" || \
	  install -D --mode 644 config/station.toml "$(settings)/station.toml"
	@echo "installed $(DESTDIR)$(PREFIX)/bin/infusionwatch and $(settings)"

clean:
	@rm -rf .build .venv Benchmarks/.build
