#!/bin/sh
# Regenerates lenin_tei.rng and lenin_tei.xsd (with xml.xsd for xml:id and xml:lang) from lenin_tei.rnc; needs trang.
# With a directory as argument it writes there instead, so that a test can compare.
set -eu
source_dir=$(cd "$(dirname "$0")" && pwd)
target_dir=${1:-$source_dir}
trang "$source_dir/lenin_tei.rnc" "$target_dir/lenin_tei.rng"
trang "$source_dir/lenin_tei.rnc" "$target_dir/lenin_tei.xsd"
trang "$source_dir/cmif.rnc" "$target_dir/cmif.rng"
