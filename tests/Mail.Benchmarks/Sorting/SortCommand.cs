using System.Diagnostics;
using System.Globalization;
using Mail.Sieve;

namespace Mail.Benchmarks;

/// <summary>Runs a script over the messages of a folder, from memory, and prints CPU and allocation of one. For compare.sh.</summary>
internal static class SortCommand
{
    private const int Warm = 3;
    private const int Rounds = 20;

    public static async Task<int> RunAsync(string script, string folder)
    {
        var compilation = new SieveCompiler(SieveOptions.Default).Compile(script, await File.ReadAllTextAsync(script));
        if (compilation.Script is not { } compiled)
        {
            await Console.Error.WriteLineAsync(string.Join('\n', compilation.Problems));
            return 1;
        }

        var messages = Directory.GetFiles(folder).Select(File.ReadAllBytes).ToList();
        var folders = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < Warm; round++)
        {
            folders.Clear();
            await SortAsync(compiled, messages, folders);
        }

        using var process = Process.GetCurrentProcess();
        var (cpu, allocated) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes());
        for (var round = 0; round < Rounds; round++)
        {
            await SortAsync(compiled, messages, []);
        }

        process.Refresh();
        var count = Rounds * messages.Count;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(process.TotalProcessorTime - cpu).TotalMilliseconds / count:0.0000} ms, {(GC.GetTotalAllocatedBytes() - allocated) / count} octets allocated, of {messages.Count} messages {string.Join(", ", folders.Select(known => $"{known.Value} in {known.Key}"))}"));
        return 0;
    }

    private static async Task SortAsync(SieveScript script, List<byte[]> messages, SortedDictionary<string, int> folders)
    {
        var interpreter = new SieveInterpreter(SieveOptions.Default, TimeProvider.System);
        SieveScope[] scopes = [new SieveScope("account", [script])];
        foreach (var octets in messages)
        {
            var message = await SieveMessage.OpenAsync(new MemoryStream(octets, 0, octets.Length, writable: false, publiclyVisible: true), MessageLimits.Default, CancellationToken.None);
            var result = await interpreter.RunAsync(scopes, message, SieveEnvironment.Empty, OpenHost.Instance, CancellationToken.None);
            var folder = result.Actions[0] is FileIntoAction file ? file.Mailbox : "INBOX";
            folders[folder] = folders.GetValueOrDefault(folder) + 1;
        }
    }

    /// <summary>Every mailbox is there, nothing was seen before.</summary>
    private sealed class OpenHost : ISieveHost
    {
        public static OpenHost Instance { get; } = new();

        public ValueTask<bool> MailboxExistsAsync(string mailbox, CancellationToken ct) => new(true);

        public ValueTask<bool> SpecialUseExistsAsync(string? mailbox, string attribute, CancellationToken ct) => new(false);

        public ValueTask<SieveScript?> IncludeAsync(IncludeLocation location, string name, CancellationToken ct) => new((SieveScript?)null);

        public ValueTask<bool> IsDuplicateAsync(string handle, string id, CancellationToken ct) => new(false);
    }
}
