using ContainerdExporter.Web;
using Microsoft.Net.Http.Headers;

namespace ContainerdExporter.Tests.Web;

public sealed class MetricsEndpointTests
{
    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2", "OpenMetricsText")]
    [InlineData("application/openmetrics-text", "OpenMetricsText")]
    [InlineData("text/plain;q=0.9,application/openmetrics-text;q=0.1", "PrometheusText")]
    [InlineData("application/openmetrics-text;q=0", "PrometheusText")]
    [InlineData("text/html,*/*;q=0.8", "PrometheusText")]
    [InlineData("*/*", "PrometheusText")]
    public void Negotiate_Accept_PicksTheFormatThatTheClientPrefers(string accept, string format) =>
        Assert.Equal(format, MetricsEndpoint.Negotiate(MediaTypeHeaderValue.ParseList([accept])).ToString());

    [Fact]
    public void Negotiate_NoAccept_IsPlainText() =>
        Assert.Equal("PrometheusText", MetricsEndpoint.Negotiate([]).ToString());

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br, GZIP;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("identity", false)]
    public void AcceptsGzip_AcceptEncoding_IsHeeded(string accept, bool expected) =>
        Assert.Equal(expected, MetricsEndpoint.AcceptsGzip(StringWithQualityHeaderValue.ParseList([accept])));
}
