# A thin skin over `briefing`. `make` alone, or `make help`, lists what there is.
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory --no-builtin-rules
SHELL := /bin/bash

VENV := .venv
PYTHON := $(VENV)/bin/python
# -P: what lies in the current folder is never taken for a Python module.
BRIEFING := $(PYTHON) -P -m briefing
# What a build needs; `make test` and its like add what only developers need. Looked at each time, which takes no time
# to speak of: an environment that lost a file or its Python is made anew before anything runs in it.
RUN := ready-run
DESK := ready-desk
DEV := ready-dev
# An argument of the shell's, whatever stands in it.
quoted = '$(subst ','\'',$1)'
# Exit code 1 means: done, with remarks. They have been shown; make would call it an error. Of other codes make speaks in
# English, which nothing can keep it from: so it is said what its line means.
remarks = || { code=$$?; [ $$code -eq 1 ] || { printf '原因在上面；下一行 make 的英文只是说这条命令没有做成。\n' >&2; exit $$code; }; }
unexport PYTHONHOME PYTHONPATH __PYVENV_LAUNCHER__

.PHONY: $(RUN) $(DESK) $(DEV)
.PHONY: help desk desk-front desk-day new all ci houses doctor test test-slow test-browser crash hostile fuzz lint accept bench thirty proofreading rules codes schema manual tour requirements release coverage clean

help: ## 列出所有命令
	@printf '用法：make 命令\n\n'
	@awk -F ':.*## ' '/^[a-z%-]+:.*## /{sub("%","17",$$1); printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\n17 可以换成任何期号，也可以写全：make issue-2022-17。成品在 build/ 里。\n'

issue-%: $(RUN) ## 制作第17期：build/2022-17/ 里的 DOCX 和 PDF
	@$(BRIEFING) build $(call quoted,$*) $(ARGS) $(remarks)

print-%: $(RUN) ## 制作第17期交给印刷厂的一套文件
	@$(BRIEFING) press $(call quoted,$*) --for print $(ARGS) $(remarks)

archive-%: $(RUN) ## 制作第17期交给档案室的一套文件
	@$(BRIEFING) press $(call quoted,$*) --for archive $(ARGS) $(remarks)

ofd-%: $(RUN) ## 制作第17期的 OFD
	@$(BRIEFING) build $(call quoted,$*) --format ofd $(ARGS) $(remarks)

check-%: $(RUN) ## 检查第17期，不制作
	@$(BRIEFING) check $(call quoted,$*) $(ARGS) $(remarks)

# The names go through the environment as they were typed: neither make nor the shell takes anything in them for its own.
unexport FILES
import-%: export BRIEFING_FILES := $(value FILES)
import-%: $(RUN) ## 把 Word 等文件放进第17期：FILES="南京.docx 苏州 终稿(2).docx"
	@$(BRIEFING) import -i $(call quoted,$*) $(ARGS) $(remarks)

desk: $(DESK) ## 打开编辑台：在浏览器里写稿、看页面、出成品
	@$(BRIEFING) serve $(ARGS)

new: $(RUN) ## 新建一期，逐项询问
	@$(BRIEFING) new $(ARGS)

all: $(RUN) ## 制作所有各期
	@$(BRIEFING) build --all $(ARGS) $(remarks)

ci: $(RUN) ## 制作并检查改动过的各期，缺一份成品就算失败（给持续集成用）
	@$(PYTHON) script/ci.py build $(ARGS)

houses: $(RUN) ## 列出可用的版式
	@$(BRIEFING) houses

doctor: $(RUN) ## 检查这台电脑缺什么，怎么补
	@$(BRIEFING) doctor

test: $(DEV) ## 运行测试（不到三分钟）
	@$(PYTHON) -m pytest $(ARGS)

crash: $(DEV) ## 在每一次读写处打断、出错，看文件是否完整（约一小时）
	@BRIEFING_FUZZ=1000000 $(PYTHON) -m pytest -m slow tests/whole/test_crash.py $(ARGS)

test-slow: $(DEV) ## 运行费时的测试
	@$(PYTHON) -m pytest -m slow $(ARGS)

test-browser: $(DEV) ## 在 Chromium 里看屏幕上的各页，用编辑台
	@$(PYTHON) -m pytest -m slow tests/output/test_screen_browser.py tests/desk/test_desk_browser.py $(ARGS)

hostile: $(DEV) ## 用五百多个有意做坏的文件试本程序，列出最慢、最占内存的
	@PYTHONPATH=tests/support $(PYTHON) tests/support/hostile_corpus.py $(ARGS)

fuzz: $(DEV) ## 随机弄坏稿件、版式和 Word 文件，随机写出稿件来试：make fuzz ARGS=50000
	@PYTHONPATH=tests/support:tests/importing:tests/whole $(PYTHON) tests/support/fuzzing.py $(or $(ARGS),1000)

lint: $(DEV) ## 检查代码：ruff、mypy、vulture
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m vulture

accept: $(DEV) ## 看过差别之后，把现在的排版结果记为标准
	@$(PYTHON) -m pytest tests/whole/test_golden.py tests/whole/test_pictures.py tests/importing/test_importing_samples.py --accept $(ARGS)

bench: $(DEV) ## 测速、量排版，写入 docs/performance.md 和 docs/typography.md
	@$(PYTHON) bench/run.py --write docs/performance.md $(ARGS)
	@$(PYTHON) bench/composition.py --write docs/performance.md
	@$(PYTHON) bench/cold.py --write docs/performance.md
	@$(PYTHON) bench/long.py --write docs/performance.md
	@$(PYTHON) bench/desk.py --write docs/performance.md
	@$(PYTHON) bench/typography.py

thirty: $(DEV) ## 三十期简报，以前与现在的每一页并排：build/thirty/index.html（ARGS=--docs 也写 docs/thirty.md）
	@$(PYTHON) bench/thirty.py $(ARGS)

proofreading: $(DEV) ## 用语料量校对：查出多少，误报多少
	@$(PYTHON) bench/proofreading.py $(ARGS)

manual: $(RUN) ## 重新生成 docs/proofreading.md
	@$(PYTHON) -P -m briefing.proofread.manual

tour: $(DEV) ## 重新记录 docs/dev/tour.md
	@$(PYTHON) -P script/tour.py

rules: manual codes schema ## 增加、改动一条校对规则以后：重新生成它们的手册、类型和 schema

codes: $(RUN) ## 重新生成诊断代码的类型（改过 codes.md 或规则之后），README 里的退出码
	@$(PYTHON) -P -m briefing.diagnostics.codes

schema: $(RUN) ## 重新生成 issue.yaml、house.yaml、words.yaml 的 JSON Schema，字段和模板词汇的文档
	@$(PYTHON) -P -m briefing.model.schema
	@$(PYTHON) -P -m briefing.house.house_schema
	@$(PYTHON) -P -m briefing.proofread.words_schema
	@$(PYTHON) -P -m briefing.rendering.vocabulary

coverage: $(DEV) ## 运行测试，看哪些分支没有走到
	@rm -rf build/coverage && mkdir -p build/coverage
	@$(PYTHON) -m coverage run -m pytest $(ARGS)
	@$(PYTHON) -m coverage combine -q
	@$(PYTHON) -m coverage report

release: $(DEV) ## 制作可以安装的文件，装在空环境里试过，放进 dist/
	@$(PYTHON) script/release.py make $(ARGS)

desk-front: ## 重新生成编辑台的页面（改过 desk/src 之后；要有 Node）
	@cd desk && npm ci --ignore-scripts --no-audit --no-fund --silent && npm run --silent check && npm run --silent build

desk-day: $(DEV) ## 在 Chromium 里过编辑台的一个工作日，每一步一张图，放进 build/desk-day/
	@PYTHONPATH=tests/support:tests $(PYTHON) tests/support/desk_day.py build/desk-day

# Run after changing the dependencies in pyproject.toml; pip-tools is not needed otherwise.
requirements: ## 重新锁定依赖的版本和校验值
	@command -v pip-compile >/dev/null || { echo '请先安装：pipx install pip-tools'; exit 1; }
	@for extra in "" desk dev; do PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND='make requirements' pip-compile -q --upgrade \
	  --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links \
	  $${extra:+--extra=desk --extra=$$extra} --output-file=requirements$${extra:+-$$extra}.txt pyproject.toml || exit 1; done

# What make does not know: most often a number without its dash (make issue 17), or another word for a command.
.DEFAULT:
	@printf '没有 make %s 这个命令。\n' $(call quoted,$@) >&2
	@bash script/meant-goal $(call quoted,$@) $(call quoted,$(MAKECMDGOALS)) >&2
	@$(MAKE) -s help >&2
	@exit 2

clean: ## 删去成品、缓存和 .venv（稿件不动）
	@rm -rf build .venv .venv.new .venv.old .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(RUN) $(DESK) $(DEV):
	@bash script/setup $(@:ready-%=%)
