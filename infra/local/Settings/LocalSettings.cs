using System.CommandLine;

namespace Mail.Local.Settings;

/// <summary>What the user chose, checked.</summary>
internal sealed record LocalSettings
{
    /// <summary>Everything that is kept between runs: mail, directory, logs, the gateway's journal. An absolute path.</summary>
    public required string StateFolder { get; init; }

    public required IReadOnlyDictionary<PortSetting, int> Ports { get; init; }

    /// <summary>Delete the state of earlier runs first.</summary>
    public bool Reset { get; init; }

    /// <summary>Create example.test with alice and bob.</summary>
    public bool Demo { get; init; } = true;

    /// <summary>Show the output of the started processes on the console, too.</summary>
    public bool Verbose { get; init; }

    /// <exception cref="StartupException">A value makes no sense; the message says which and what to set.</exception>
    public static LocalSettings From(ParseResult command, Func<string, string?> environment)
    {
        var state = command.GetValue(LocalCommand.State) ?? environment("MAIL_LOCAL_STATE");
        var ports = PortSetting.All.ToDictionary(p => p, p => p.ValueFrom(command, environment));
        foreach (var twice in ports.GroupBy(p => p.Value).Where(g => g.Count() > 1))
            throw new StartupException($"{string.Join(" and ", twice.Select(p => p.Key.Name))} are both {twice.Key}. Give each its own port.");
        return new()
        {
            StateFolder = string.IsNullOrEmpty(state) ? Path.Combine(RepositoryRoot.Find(), ".local") : Path.GetFullPath(state),
            Ports = ports,
            Reset = command.GetValue(LocalCommand.Reset),
            Demo = !command.GetValue(LocalCommand.NoDemo),
            Verbose = command.GetValue(LocalCommand.Verbose),
        };
    }
}
