namespace Mail.Sieve.Svtest;

/// <summary>The scripts beside a test file.</summary>
/// <param name="file">The test file; scripts are named relative to its folder.</param>
internal sealed class SvtestScripts(ISvtestFiles files, string file)
{
    private readonly string _folder = file[..(file.LastIndexOf('/') + 1)];

    /// <returns><c>null</c> when there is no such file.</returns>
    public Compilation? Compile(string name, SieveOptions options) =>
        files.Read(_folder + name) is { } octets ? new SieveCompiler(options).Compile(name, SieveText.Decode(octets)) : null;

    /// <summary>The folders <c>included</c> and <c>included-global</c> hold what Pigeonhole's suite includes.</summary>
    public SieveScript? Include(IncludeLocation location, string name, SieveOptions options)
    {
        var folder = location is IncludeLocation.Global ? "included-global" : "included";
        return Compile($"{folder}/{name}.sieve", options)?.Script;
    }
}
