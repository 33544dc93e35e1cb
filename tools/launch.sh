# shellcheck shell=bash disable=SC2154
# Shared by ./hoi and ./test: installs what is missing and builds. Sourced, not run.
#
# Needs `root` (the project folder) and `program` (the name that messages start with).

say() { printf '%s: %s\n' "$program" "$*" >&2; }
fail() {
  say "$*"
  exit 2
}

# packages_of SECTION... prints the packages of those sections of packages.txt.
packages_of() {
  awk -v wanted=" $* " '
    /^\[.*\]/ { section = substr($1, 2, length($1) - 2); next }
    !/^#/ && NF && index(wanted, " " section " ") { print $1 }' "$root/packages.txt"
}

# missing_packages SECTION... prints those that are not installed.
missing_packages() {
  local package
  for package in $(packages_of "$@"); do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      printf '%s\n' "$package"
  done
}

# run_logged LOG COMMAND... shows the end of the log only when the command fails.
run_logged() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 && return
  tail -n 25 "$log" >&2
  fail "this command failed: $* (whole output: $log)"
}

# install_packages SECTION...: apt-get for what is missing, with sudo unless root.
install_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "no apt on this machine: packages.txt lists what the build expects to find"
    return
  fi
  local missing
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0

  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      fail "as root, run once: apt-get install ${missing% } (this user is not root and there is no sudo)"
    as_root=(sudo)
  fi
  say "installing ${missing% } (about 3 to 8 minutes on a bare machine)"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600)
  run_logged "$root/build/apt-update.log" "${apt[@]}" update
  # shellcheck disable=SC2086  # one word per package
  run_logged "$root/build/apt-install.log" "${apt[@]}" install -y --no-install-recommends $missing
}

# Compiler jobs that fit: a file that includes LibTorch takes up to 1.5 GB.
build_jobs() {
  local memory_kb limit cores
  memory_kb=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
  if read -r limit 2>/dev/null </sys/fs/cgroup/memory.max && [[ $limit =~ ^[0-9]+$ ]] &&
    [ $((limit / 1024)) -lt "$memory_kb" ]; then
    memory_kb=$((limit / 1024))
  fi
  cores=$(nproc)
  local jobs=$((memory_kb / 1500000))
  [ "$jobs" -ge 1 ] || jobs=1
  [ "$jobs" -le "$cores" ] || jobs=$cores
  printf '%s\n' "$jobs"
}

# True when something that the build reads is newer than the stamp of the last finished build.
# Folders count too: their time changes when a file disappears.
sources_changed() {
  local stamp=$1
  [ -e "$stamp" ] || return 0
  [ -n "$(find "$root"/{src,cmake,CMakeLists.txt,CMakePresets.json,packages.txt} -newer "$stamp" -print -quit)" ]
}

# build PRESET TARGET STAMP: configures and builds; the stamp gets the time at which it began, so
# that an edit made meanwhile counts as a change.
build() {
  local preset=$1 target=$2 stamp=$3 jobs
  jobs=$(build_jobs)
  # One compiler cache serves every clone of the project: paths are hashed relative to its root.
  export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
  touch "$stamp.begun"
  (cd "$root" && run_logged build/configure-"$preset".log cmake --preset "$preset")
  (cd "$root" && cmake --build "build/$preset" --target "$target" --parallel "$jobs" >&2) ||
    fail "the build failed; the compiler's message stands above"
  mv "$stamp.begun" "$stamp"
}

# Waits for another ./hoi or ./test of this clone that is installing or building.
lock_build_folder() {
  mkdir -p "$root/build" || fail "cannot write to $root: the program is built there"
  exec {build_lock}>"$root/build/.lock"
  flock -n "$build_lock" && return
  say "waiting for another call that is building in $root/build"
  flock "$build_lock"
}
unlock_build_folder() { exec {build_lock}>&-; }
