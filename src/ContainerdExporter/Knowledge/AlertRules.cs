namespace ContainerdExporter.Knowledge;

/// <summary>The alerting rules that the binary carries, as in <c>alerts/containerd.rules.yml</c>.</summary>
internal static class AlertRules
{
    /// <summary>Where the rules point to: the exporter that saw the problem, which serves the runbooks itself.</summary>
    private const string OwnRunbooks = "http://{{ $labels.instance }}/runbooks/";

    public static string Text => Resources.Read("containerd.rules.yml");

    /// <summary>The rules with their runbooks below another URL.</summary>
    public static string WithRunbooksAt(Uri url) => Text.Replace(OwnRunbooks, url.AbsoluteUri.TrimEnd('/') + "/", StringComparison.Ordinal);
}
