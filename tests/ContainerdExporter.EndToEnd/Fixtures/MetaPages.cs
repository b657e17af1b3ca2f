namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>The two meta pages of the metadata database.</summary>
internal static class MetaPages
{
    /// <summary>
    /// A script that loses the first page when it is the older one and no commit is on its way. Without the newer one a running
    /// daemon goes back by a commit, and its next one may end it.
    /// </summary>
    public const string LoseFirst = $"""
        file={ContainerdDaemon.MetadataPath}
        number() ( od -An -tu8 -j"$1" -N8 "$file" | tr -d " " )   # the commit's number, 64 bytes into a page
        while :; do
            before=$(sha256sum "$file"); sleep 1
            [ "$before" = "$(sha256sum "$file")" ] || continue
            [ "$(number 64)" -gt "$(number 4160)" ] || break
            ctr namespaces label "$(ctr namespaces ls -q | head -n 1)" "meta-page-probe=$(number 64)"
        done
        dd if=/dev/zero of="$file" bs=4096 count=1 conv=notrunc status=none
        """;
}
