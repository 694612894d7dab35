namespace Mail.Fuzz;

/// <summary>The committed inputs: <c>corpus/&lt;target&gt;/*</c>.</summary>
public static class FuzzCorpus
{
    /// <summary>The inputs of a folder in the order of their names; empty when there is no such folder.</summary>
    public static IReadOnlyList<(string Name, byte[] Input)> Load(string folder) =>
        Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))]
            : [];
}
