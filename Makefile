# A thin door: what a target does stands in CMakeLists.txt and tools/.
.PHONY: build run test quick check bench torture mutate fresh clean

build: ## build/gongxin, optimised
	@tools/deps build
	@tools/build release

run: ## a demo city on http://127.0.0.1:8080 (GX_LISTEN=HOST:PORT for another address)
	@tools/deps run
	@tools/build release
	@tools/demo

test: ## everything that must hold, on both databases, under sanitizers
	@tools/deps test
	@tools/run_tests

quick: ## what takes less than three minutes of it
	@tools/deps test
	@tools/run_tests --quick

check: ## layout, layers, banned functions, headers, warnings of two compilers
	@tools/deps test
	@tools/check

bench: ## how fast, against the raw databases
	@tools/deps bench
	@tools/build release
	@bench/run $(PART)

torture: ## the long tests; PART=name runs one
	@tools/deps torture
	@tools/torture $(PART)

mutate: ## changes every value of the packs, one at a time; a test must notice
	@tools/deps test
	@tools/mutate

fresh: ## the whole way on a bare Debian 12
	@tools/deps fresh
	@tools/fresh

clean: ## what was built, and the demo city
	@rm -rf build var/demo var/demo-sign-ins.txt
