using System.Text;
using ContainerdExporter.Containerd.Config;
using ContainerdExporter.SupportBundle.Redaction;

namespace ContainerdExporter.Tests.SupportBundle;

public sealed class ConfigPrintTests
{
    private readonly Redactor redactor = new();

    [Fact]
    public void Print_WhatIsHarmless_IsShown()
    {
        const string Config = """
            version = 2
            root = "/var/lib/containerd"
            oom_score = -999
            [grpc]
            address = "/run/containerd/containerd.sock"
            [plugins."io.containerd.grpc.v1.cri"]
            sandbox_image = "registry.k8s.io/pause:3.9"
            enable_selinux = false
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
            runtime_type = "io.containerd.runc.v2"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
            SystemdCgroup = true
            [timeouts]
            "io.containerd.timeout.shim.load" = "5s"
            """;
        var printed = Print(Config);
        Assert.All(
            ["\"root\" = \"/var/lib/containerd\"", "\"oom_score\" = -999", "registry.k8s.io/pause:3.9", "io.containerd.runc.v2", "\"SystemdCgroup\" = true", "\"5s\"", "[\"plugins\".\"io.containerd.grpc.v1.cri\".\"containerd\".\"runtimes\".\"runc\"]"],
            words => Assert.Contains(words, printed, StringComparison.Ordinal));
        Assert.DoesNotContain(Redactor.Mask, printed, StringComparison.Ordinal);
        Assert.Equal(ConfigFileState.Loaded, Parse(printed).State);
    }

    [Theory]
    [InlineData("""[plugins.cri.registry.configs."r.example".auth]{0}password = "PLANTED-1"{0}""")]
    [InlineData("""[plugins.cri.registry.configs."r.example".auth]{0}auth = "UExBTlRFRC0xOlBMQU5URUQtMQ=="{0}""")]
    [InlineData("""[plugins.cri.registry.configs."r.example".auth]{0}identitytoken = "PLANTED-1"{0}""")]
    [InlineData("""[plugins.cri.registry.headers]{0}"X-Meta" = ["PLANTED-1"]{0}""")]
    [InlineData("""[host."https://joe:PLANTED-1@r.example"]{0}capabilities = ["pull"]{0}""")]
    [InlineData("""[host."https://r.example".header]{0}Authorization = "Basic PLANTED-1"{0}""")]
    [InlineData("""[host."https://r.example".header]{0}"PLANTED-1" = "x"{0}""")]
    [InlineData("""server = "https://joe:PLANTED-1@r.example"{0}""")]
    [InlineData("""server = "https://r.example/?sig=PLANTED-1"{0}""")]
    [InlineData("""[stream_processors.x]{0}args = ["--key", "PLANTED-1"]{0}env = ["A=PLANTED-1"]{0}""")]
    [InlineData("""[proxy_plugins.x]{0}api_key = "PLANTED-1"{0}""")]
    [InlineData("""[plugins."com.example.x"]{0}anything = "PLANTED-1"{0}deep = {{ inner = ["PLANTED-1"] }}{0}""")]
    [InlineData("""# password = "PLANTED-1"{0}version = 2 # PLANTED-1{0}""")]
    [InlineData("""root = "0123456789abcdefPLANTED1"{0}note = "PLANTED-1 in words"{0}""")]
    [InlineData("""address = '''{0}PLANTED-1{0}'''{0}""")]
    [InlineData("""[[plugins.x]]{0}token = "PLANTED-1"{0}[[plugins.x]]{0}token = 123456789{0}""")]
    public void Print_PlantedSecret_IsNotShown(string form)
    {
        var printed = Print(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, "\n"));
        Assert.DoesNotContain("PLANTED", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("UExBTlRFRC", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("123456789", printed, StringComparison.Ordinal);
        Assert.Equal(ConfigFileState.Loaded, Parse(printed).State);
    }

    [Fact]
    public void Print_Secret_IsKnownEverywhereElse()
    {
        Print("[plugins.cri.registry.configs.\"r.example\".auth]\npassword = \"hunter2\"\nusername = \"containerd\"\n");
        Assert.Equal("containerd says: bad ********", redactor.Clean("containerd says: bad hunter2"));
    }

    private string Print(string config) => new ConfigPrint(redactor).Print(Parse(config).Root);

    private static ConfigFile Parse(string config)
    {
        var file = ConfigFileReader.Parse("/etc/containerd/config.toml", Encoding.UTF8.GetBytes(config));
        Assert.True(file.Errors.Count == 0, $"{string.Join("; ", file.Errors)}\n{config}");
        return file;
    }
}
