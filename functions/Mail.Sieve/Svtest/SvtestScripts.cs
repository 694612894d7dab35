namespace Mail.Sieve.Svtest;

/// <summary>The scripts beside a test file. They may use the test language too, if they require it.</summary>
/// <param name="file">The test file; scripts are named relative to its folder.</param>
internal sealed class SvtestScripts(ISvtestFiles files, string file)
{
    private readonly string _folder = file[..(file.LastIndexOf('/') + 1)];

    /// <returns><c>null</c> when there is no such file.</returns>
    public Compilation? Compile(string name, SieveOptions options) => Read(name) is { } text ? new SieveCompiler(options, SvtestLanguage.Language).Compile(name, text) : null;

    /// <returns>The text; <c>null</c> when there is no such file.</returns>
    public string? Read(string name) => files.Read(_folder + name) is { } octets ? SieveText.Decode(octets) : null;

    /// <summary>The folders <c>included</c> and <c>included-global</c> hold what Pigeonhole's suite includes.</summary>
    public static string PathOf(IncludeLocation location, string name) => $"{(location is IncludeLocation.Global ? "included-global" : "included")}/{name}.sieve";

    public SieveScript? Include(IncludeLocation location, string name, SieveOptions options) => Compile(PathOf(location, name), options)?.Script;
}
