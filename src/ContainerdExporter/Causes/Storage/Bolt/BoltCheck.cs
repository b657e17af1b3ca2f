namespace ContainerdExporter.Causes.Storage.Bolt;

/// <summary>
/// Walks a file that is being written to. A commit never touches a page of the state before it, so what looks broken is broken
/// only if the meta pages are still the same after the walk; and only if that is so twice.
/// </summary>
internal static class BoltCheck
{
    private const int Attempts = 8;

    /// <param name="file">The file.</param>
    /// <param name="limits">How far to go.</param>
    /// <param name="isTimeUp">Asked before each page.</param>
    /// <param name="pause">Waits a moment before the second look.</param>
    /// <param name="visitor">Sees what a sound file holds; it is told when that belongs to one commit.</param>
    /// <exception cref="BoltReadException">The file cannot be read.</exception>
    public static BoltVerdict Run(IBoltFile file, BoltWalkLimits limits, Func<bool> isTimeUp, Action pause, IBoltVisitor? visitor = null)
    {
        var isSeen = false;
        for (var i = 0; i < Attempts; i++)
        {
            if (BoltMetas.Read(file).Current is not { } meta)
            {
                return BoltVerdict.Unfinished(0, "no meta page is valid");
            }

            var verdict = BoltWalk.Run(file, meta, limits, isTimeUp, visitor);
            var isUnmoved = meta == BoltMetas.Read(file).Current;
            if (verdict.IsSound && isUnmoved)
            {
                visitor?.End();
            }

            if (verdict.Damage is null ? isUnmoved || visitor is null || i == Attempts - 1 : isUnmoved && isSeen)
            {
                return verdict;
            }

            if (isUnmoved && verdict.Damage is not null)
            {
                isSeen = true;
                pause();
            }
        }

        return BoltVerdict.Unfinished(0, "it is written to without a pause");
    }
}
