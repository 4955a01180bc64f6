#!/bin/sh
# Installs Callbook for the user who runs it, or a newer version in place of an older one. Needs no administrator.
set -eu

usage() {
    cat <<END
usage: ./install.sh [--prefix DIR]

Puts the program into DIR/opt/callbook, the command into DIR/bin and the menu
entry into DIR/share. DIR is ~/.local unless it is given. What you write in
Callbook lies elsewhere and is not touched.
END
}

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
prefix=
while [ $# -gt 0 ]; do
    case $1 in
        --prefix) [ $# -gt 1 ] || { usage >&2; exit 2; }; prefix=$2; shift 2 ;;
        --prefix=*) prefix=${1#--prefix=}; shift ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
done
[ -n "${HOME:-}" ] || fail "HOME is not set, so there is no telling whose home to install into. Nothing was installed."
data=${XDG_DATA_HOME:-$HOME/.local/share}
if [ -n "$prefix" ]; then
    case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
    share=$prefix/share
else
    prefix=$HOME/.local
    share=$data
fi
case $prefix$share in
    *'
'*) fail "A folder whose name has a line break in it cannot be used." ;;
esac
home=$prefix/opt/callbook
bin=$prefix/bin

# The package that has a library, where its name does not say it.
hint() {
    case $1 in
        libEGL.so.1) echo "libegl1 on Debian and Ubuntu, libglvnd-egl on Fedora, libglvnd on Arch" ;;
        libGL.so.1) echo "libgl1 on Debian and Ubuntu, libglvnd-glx on Fedora, libglvnd on Arch" ;;
        libX11.so.6) echo "libx11-6 on Debian and Ubuntu, libX11 on Fedora, libx11 on Arch" ;;
        libX11-xcb.so.1) echo "libx11-xcb1 on Debian and Ubuntu, libX11-xcb on Fedora, libx11 on Arch" ;;
        libxcb.so.1) echo "libxcb1 on Debian and Ubuntu, libxcb on Fedora and Arch" ;;
        libdbus-1.so.3) echo "libdbus-1-3 on Debian and Ubuntu, dbus-libs on Fedora, dbus on Arch" ;;
        libfontconfig.so.1) echo "libfontconfig1 on Debian and Ubuntu, fontconfig on Fedora and Arch" ;;
        libfreetype.so.6) echo "libfreetype6 on Debian and Ubuntu, freetype on Fedora, freetype2 on Arch" ;;
        libexpat.so.1) echo "libexpat1 on Debian and Ubuntu, expat on Fedora and Arch" ;;
        libglib-2.0.so.0 | libgthread-2.0.so.0) echo "libglib2.0-0 on Debian and Ubuntu, glib2 on Fedora and Arch" ;;
        libuuid.so.1) echo "libuuid1 on Debian and Ubuntu, libuuid on Fedora, util-linux-libs on Arch" ;;
        libz.so.1) echo "zlib1g on Debian and Ubuntu, zlib-ng-compat on Fedora, zlib on Arch" ;;
        libstdc++.so.6) echo "libstdc++6 on Debian and Ubuntu, libstdc++ on Fedora and Arch" ;;
        libwayland-client.so.0) echo "libwayland-client0 on Debian and Ubuntu, libwayland-client on Fedora, wayland on Arch" ;;
        libwayland-cursor.so.0) echo "libwayland-cursor0 on Debian and Ubuntu, libwayland-cursor on Fedora, wayland on Arch" ;;
        libwayland-egl.so.1) echo "libwayland-egl1 on Debian and Ubuntu, libwayland-egl on Fedora, wayland on Arch" ;;
        *) echo "search your system's packages for it" ;;
    esac
}

# The libraries that the named files of the program do not find on this system, one a line.
missing() {
    command -v ldd >/dev/null || return 0
    for file in "$@"; do
        [ ! -f "$file" ] || LD_LIBRARY_PATH=$here/program/_internal ldd "$file" 2>/dev/null || true
    done | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u
}

say_missing() {
    missing "$@" | while IFS= read -r library; do
        printf '  %s: %s\n' "$library" "$(hint "$library")"
    done
}

# Try the program before anything is changed, on a screen of its own that nobody sees.
try_out() {
    [ -x "$here/program/callbook" ] || fail "The folder \"program\" is not beside this script: unpack the whole archive."
    if ! told=$(QT_QPA_PLATFORM=offscreen "$here/program/callbook" --self-test 2>&1); then
        plugins=$here/program/_internal/PySide6
        lacking=$(say_missing "$here/program/callbook" "$plugins"/*.so "$plugins"/Qt/lib/*.so* "$plugins"/Qt/plugins/*/*.so)
        printf '%s\n' "$told" >&2
        case $told in
            *GLIBC_* | *GLIBCXX_*) fail "" "This system is older than Callbook can run on. Nothing was installed." ;;
        esac
        [ -z "$lacking" ] || fail "" "Callbook needs libraries that are not installed here:" "$lacking" "Nothing was installed."
        fail "" "Callbook does not run on this system; the lines above say why. Nothing was installed."
    fi
    platforms=$here/program/_internal/PySide6/Qt/plugins/platforms
    if [ -n "$(missing "$platforms/libqxcb.so")" ] && [ -n "$(missing "$platforms/libqwayland.so")" ]; then
        fail "Callbook runs here but could not open a window, for lack of:" \
            "$(say_missing "$platforms/libqxcb.so" "$platforms/libqwayland.so")" "Nothing was installed."
    fi
}

# Note what is put where, so that it can be taken away again: a folder that was made ends in a slash.
note() {
    grep -Fqx -- "$1" "$list" || printf '%s\n' "$1" >>"$list"
}

make_folder() {
    [ ! -d "$1" ] || return 0
    make_folder "$(dirname -- "$1")"
    mkdir -- "$1" || fail "The folder above cannot be made: you may not write there. Choose another with --prefix."
    made=$made$1/$newline
}

# Never half a file under its own name, not even when the power fails.
put() {
    make_folder "$(dirname -- "$2")"
    cp -- "$1" "$2.new"
    mv -f -- "$2.new" "$2"
    note "$2"
}

# A command as a menu entry's Exec has it (Desktop Entry Specification: quoted, then escaped as a string).
as_exec() {
    printf '"%s"' "$(printf '%s' "$1" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')"
}

# All of a version but a book that somebody made inside it.
remove_program() {
    for part in "$1"/*; do
        [ "$(basename -- "$part")" = book ] || rm -rf -- "$part"
    done
    rmdir -- "$1" 2>/dev/null || echo "$1/book was kept: somebody's book is in it."
}

in_use() {
    for link in /proc/[0-9]*/exe; do
        case $(readlink -- "$link" 2>/dev/null || true) in "$1"/*) return 0 ;; esac
    done
    return 1
}

newline='
'
made=
done="Callbook is installed; it is in the menu."
try_out

if [ -L "$bin/callbook" ] || [ -e "$bin/callbook" ]; then
    case $(readlink -- "$bin/callbook" || true) in
        */opt/callbook/program-*/callbook) done="Callbook was brought up to date." ;;
        *) fail "$bin/callbook is there already and was not put there by this script." \
            "Move it away, or choose another --prefix. Nothing was installed." ;;
    esac
fi
make_folder "$home"
# As the system tells where running programs come from: without links.
home=$(CDPATH='' cd -- "$home" && pwd -P)
list=$home/installed.txt
[ -f "$list" ] || : >"$list"

# Each version has a folder of its own, and the command leads to one of them: it is changed in one step, so that an
# upgrade broken off leaves either the old version or the new one.
number=1
while [ -e "$home/program-$number" ]; do number=$((number + 1)); done
new=$home/program-$number
rm -rf -- "$new.new"
mkdir -- "$new.new"
for part in "$here/program"/*; do
    # A book that is carried along with the program belongs to the stick it is on.
    [ "$(basename -- "$part")" = book ] || cp -RPp -- "$part" "$new.new/"
done
mv -- "$new.new" "$new"

make_folder "$bin"
ln -s -- "$new/callbook" "$bin/.callbook.new.$$"
mv -f -- "$bin/.callbook.new.$$" "$bin/callbook"
note "$bin/callbook"

entry=$home/callbook.desktop
COMMAND=$(as_exec "$bin/callbook") awk '
    index($0, "Exec=callbook") == 1 { print "Exec=" ENVIRON["COMMAND"] substr($0, length("Exec=callbook") + 1); next }
    { print }
' "$here/share/applications/callbook.desktop" >"$entry"
put "$entry" "$share/applications/callbook.desktop"
rm -f -- "$entry"
cd -- "$here/share"
find icons metainfo man -type f | while IFS= read -r file; do
    [ -d "$share/$(dirname -- "$file")" ] || echo "$share/$(dirname -- "$file")"
done | sort -u >"$home/folders.new"
while IFS= read -r folder; do make_folder "$folder"; done <"$home/folders.new"
rm -f -- "$home/folders.new"
find icons metainfo man -type f | sort | while IFS= read -r file; do put "$file" "$share/$file"; done
put "$here/uninstall.sh" "$home/uninstall.sh"
printf '%s' "$made" | while IFS= read -r folder; do note "$folder"; done

# The menu and "open with" read caches where there are any.
! command -v update-desktop-database >/dev/null || update-desktop-database -q "$share/applications" || true
[ ! -f "$share/icons/hicolor/icon-theme.cache" ] || ! command -v gtk-update-icon-cache >/dev/null ||
    gtk-update-icon-cache -q -t -f "$share/icons/hicolor" || true

for other in "$home"/program-*; do
    [ "$other" != "$new" ] || continue
    if in_use "$other"; then
        echo "Callbook is open: until it is closed it goes on in the version it was started in."
    else
        remove_program "$other"
    fi
done
echo "$done"
case :$PATH: in
    *":$bin:"*) ;;
    *) echo "To start it as \"callbook\" in a terminal, put $bin into PATH; its full name is $bin/callbook." ;;
esac
echo "What you write is kept in $data/Callbook. To remove the program: $home/uninstall.sh"
