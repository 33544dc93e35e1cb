#!/usr/bin/env bash
# Trains in two network namespaces as if they were two machines, and compares the losses with those
# of one process. Needs root (ip netns), the program and a folder of procedural scenes:
#
#   tools/distributed/two_hosts.sh PROGRAM CONFIG SCENES [key=value ...]
#
# CONFIG is a training configuration whose data are below SCENES; the words after it replace settings.
# The two hosts are joined by a pair of virtual cables and reach nothing else.
set -euo pipefail

[ $# -ge 3 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "two_hosts.sh: needs root for network namespaces" >&2; exit 2; }
here=$(dirname "$(readlink -f "$0")")
program=$(readlink -f "$1")
config=$(readlink -f "$2")
scenes=$(readlink -f "$3")
shift 3

work=$(mktemp -d)
first=hoi-first-$$
second=hoi-second-$$
port=29500

clean_up() {
  ip netns delete "$first" 2>/dev/null || true
  ip netns delete "$second" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

ip netns add "$first"
ip netns add "$second"
ip link add hoi-a-$$ netns "$first" type veth peer name hoi-b-$$ netns "$second"
ip -n "$first" address add 10.77.0.1/24 dev hoi-a-$$
ip -n "$second" address add 10.77.0.2/24 dev hoi-b-$$
for host in "$first lo" "$first hoi-a-$$" "$second lo" "$second hoi-b-$$"; do
  ip -n "${host% *}" link set "${host#* }" up
done

export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
cd "$(dirname "$(dirname "$scenes")")"  # configurations name their data as runs/scenes

train_on() {  # namespace, number of the host
  ip netns exec "$1" "$program" launch --nproc 1 --nodes 2 --node "$2" --address 10.77.0.1 \
    --port "$port" -- train "$config" "${@:3}" --run "$work/two-$2"
}

echo "two_hosts.sh: one process"
"$program" train "$config" "$@" --run "$work/one" 2> "$work/one.log" || { cat "$work/one.log"; exit 1; }
echo "two_hosts.sh: two hosts"
train_on "$second" 1 "$@" 2> "$work/second.log" &
other=$!
train_on "$first" 0 "$@" 2> "$work/first.log" || { cat "$work/first.log" "$work/second.log"; exit 1; }
wait "$other" || { cat "$work/second.log"; exit 1; }
[ ! -e "$work/two-1" ] || { echo "two_hosts.sh: the second host wrote a run folder" >&2; exit 1; }

python3 "$here/compare_losses.py" "$work/one" "$work/two-0"
