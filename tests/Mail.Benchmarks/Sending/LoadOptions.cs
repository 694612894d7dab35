using System.Globalization;

namespace Mail.Benchmarks;

/// <summary>What <see cref="LoadCommand"/> is asked for.</summary>
internal sealed record LoadOptions
{
    public int Messages { get; init; } = 10_000;

    public int Destinations { get; init; } = 200;

    public int Dead { get; init; } = 20;

    public int Slow { get; init; } = 20;

    /// <summary>Octets of a message.</summary>
    public int Size { get; init; } = 4096;

    public bool UseAzurite { get; init; }

    public int Kills { get; init; }

    /// <returns><c>null</c> when an argument is unknown, or is no number.</returns>
    public static LoadOptions? TryParse(string[] arguments)
    {
        var options = new LoadOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--azurite")
            {
                options = options with { UseAzurite = true };
                continue;
            }

            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            if (options.With(arguments[i++], value) is not { } changed)
            {
                return null;
            }

            options = changed;
        }

        return options.Dead + options.Slow < options.Destinations ? options : null;
    }

    private LoadOptions? With(string name, int value) => name switch
    {
        "--messages" => this with { Messages = value },
        "--destinations" => this with { Destinations = value },
        "--dead" => this with { Dead = value },
        "--slow" => this with { Slow = value },
        "--size" => this with { Size = value },
        "--kills" => this with { Kills = value },
        _ => null,
    };
}
