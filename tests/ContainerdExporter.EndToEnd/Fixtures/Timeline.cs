using System.Text.Json;

namespace ContainerdExporter.EndToEnd.Fixtures;

/// <summary>What is read of <c>/api/v1/timeline</c>.</summary>
public sealed record Timeline(IReadOnlyList<ToldStory> Stories, IReadOnlyList<ToldChange> Changes)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<Timeline> OfAsync(TestNode node) =>
        JsonSerializer.Deserialize<Timeline>(await node.Exporter.GetTextAsync("api/v1/timeline"), Json) ?? throw new InvalidDataException("no timeline document");

    /// <summary>The steps of the one story that there is, in their order, by their words.</summary>
    public IReadOnlyList<string> Steps()
    {
        var story = Assert.Single(Stories);
        return [.. story.Steps.Select(number => Changes.Single(change => change.Number == number).What).Where(what => !IsOfTheMachine(what))];
    }

    /// <summary>What depends on the machine that the tests run on.</summary>
    private static bool IsOfTheMachine(string what) => what is "node booted" or "oom unprotected";
}

/// <summary>How one trouble came about: the numbers of its changes.</summary>
public sealed record ToldStory(string? Address, DateTimeOffset? Over, IReadOnlyList<long> Steps);

/// <summary>One change.</summary>
public sealed record ToldChange(long Number, DateTimeOffset? NotBefore, DateTimeOffset NotAfter, string What, string? From, string? To);
