namespace ContainerdExporter.Web.Config;

/// <summary>The web configuration cannot be used; the message says why, in one line and without any secret of the file.</summary>
internal sealed class WebConfigException(string message, Exception? inner = null) : Exception(message, inner);
