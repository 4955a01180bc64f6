#!/bin/sh
# Takes away what install.sh put on this machine, and nothing that was written in Callbook.
set -eu

usage() {
    cat <<END
usage: uninstall.sh [--prefix DIR]

DIR is what install.sh was given; without it, ~/.local.
END
}

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
prefix=
while [ $# -gt 0 ]; do
    case $1 in
        --prefix) [ $# -gt 1 ] || { usage >&2; exit 2; }; prefix=$2; shift 2 ;;
        --prefix=*) prefix=${1#--prefix=}; shift ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
done
# The copy that lies with the program knows by itself what to remove.
if [ -n "$prefix" ] || [ ! -f "$home/installed.txt" ]; then
    home=${prefix:-$HOME/.local}/opt/callbook
    [ -f "$home/installed.txt" ] || fail "Callbook is not installed in $home."
    home=$(CDPATH='' cd -- "$home" && pwd -P)
fi
list=$home/installed.txt

# All of a version but a book that somebody made inside it.
remove_program() {
    for part in "$1"/*; do
        [ "$(basename -- "$part")" = book ] || rm -rf -- "$part"
    done
    rmdir -- "$1" 2>/dev/null || echo "$1/book was kept: somebody's book is in it."
}

for link in /proc/[0-9]*/exe; do
    case $(readlink -- "$link" 2>/dev/null || true) in
        "$home"/program-*) fail "Callbook is open. Close it and run this again; nothing was removed." ;;
    esac
done

# Last come, first go: what lies in a folder before the folder.
all=$(sed '1!G;h;$!d' "$list")
applications=$(sed -n 's|/callbook\.desktop$||p' "$list")
icons=$(sed -n 's|/scalable/apps/callbook\.svg$||p' "$list")
while IFS= read -r path; do
    case $path in */) ;; *) rm -f -- "$path" ;; esac
done <<END
$all
END
for program in "$home"/program-*; do
    [ ! -d "$program" ] || remove_program "$program"
done

# The menu and "open with" read caches where there are any; one that nothing else is in was made for Callbook.
if [ -f "$applications/mimeinfo.cache" ] && command -v update-desktop-database >/dev/null; then
    update-desktop-database -q "$applications" || true
    [ "$(ls -A "$applications")" != mimeinfo.cache ] || rm -f -- "$applications/mimeinfo.cache"
fi
if [ -f "$icons/icon-theme.cache" ] && command -v gtk-update-icon-cache >/dev/null; then
    gtk-update-icon-cache -q -t -f "$icons" || true
fi

rm -f -- "$list"
while IFS= read -r path; do
    case $path in */) rmdir -- "$path" 2>/dev/null || true ;; esac
done <<END
$all
END
echo "Callbook was removed. What you wrote is still in ${XDG_DATA_HOME:-$HOME/.local/share}/Callbook."
