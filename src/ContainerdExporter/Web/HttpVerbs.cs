namespace ContainerdExporter.Web;

/// <summary>What may be done here: look.</summary>
internal static class HttpVerbs
{
    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
}
