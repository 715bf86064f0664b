# The verbs of the project; each is one script. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test build check lint fmt asan e2e bench bench-embed check-tokenizer eval clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

run: ## install what is missing, build, start, print the URL (PORT=N, DATA=DIR)
	@scripts/run

test: ## everything that must pass; ends with "N passed, N failed"
	@scripts/setup test && scripts/test

build: ## build/interview-copilot, build/interview-copilot-doc and build/web
	@scripts/setup run && scripts/build

check: ## the quick part of `make test`: unit tests, house rules, web checks
	@scripts/setup test && scripts/test rules unit web

lint: ## house rules, formatting, and both compilers' warnings
	@scripts/setup test && scripts/lint

fmt: ## format C and the web sources in place
	@scripts/setup test && scripts/fmt

asan: ## unit and API tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@scripts/setup test && scripts/test asan

e2e: ## browser tests; screenshots land in tests/e2e/out
	@scripts/setup test && scripts/test e2e

bench: ## measure this machine: requests, notes, CV upload, embedding, memory, start
	@scripts/setup bench && scripts/build && ninja -C build --quiet bench/bench-embed && .venv/bin/python bench/bench.py

bench-embed: ## the encoder beside ONNX Runtime and sentence-transformers (installs them into build/peers: 6 GB; ROUNDS=N)
	@scripts/setup run && scripts/build && ninja -C build --quiet bench/bench-embed bench/bench-peak && .venv/bin/python bench/embed_peers.py

check-tokenizer: ## compare the tokenizer with the reference on 100,000 texts (installs it into build/peers)
	@scripts/setup run && scripts/build && ninja -C build --quiet bench/bench-tokens && .venv/bin/python bench/check_tokenizer.py

eval: ## score the analysis of notes and the reading of CVs, figures beside goals
	@scripts/setup run && scripts/build && scripts/eval

clean: ## remove build output; data, tools and the model stay
	@rm -rf build build-asan build-clang tests/e2e/out
