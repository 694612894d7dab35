using Xunit;

namespace Mail.Testing.Smtp;

/// <summary>Plays the client's part of a dialog and asserts the server's.</summary>
public sealed class SmtpDialogRunner(SmtpDialog dialog, ISmtpDialogServer server, SmtpDialogFeed feed)
{
    private readonly Queue<SmtpDialogStep> _due = [];
    private readonly List<byte> _unsent = [];
    private readonly List<string> _transcript = [];

    /// <summary>What the server said, line by line.</summary>
    public IReadOnlyList<string> Answers => _transcript;

    public async Task RunAsync()
    {
        // The greeting comes before anything is sent, unless the dialog is about a client that does not wait for it.
        var mustWait = true;
        foreach (var step in dialog.Steps)
        {
            switch (step)
            {
                case SmtpDialogStep.Send send:
                    if (mustWait || feed != SmtpDialogFeed.Whole)
                    {
                        await CatchUpAsync();
                    }

                    _unsent.AddRange(send.Octets.Span);
                    mustWait = send.WaitsForAnswer;
                    break;
                case SmtpDialogStep.Happen happen:
                    await CatchUpAsync();
                    await server.HappenAsync(happen.What);
                    break;
                case SmtpDialogStep.Close:
                    await CatchUpAsync();
                    await server.CloseAsync();
                    break;
                default:
                    _due.Enqueue(step);
                    break;
            }
        }

        await CatchUpAsync();
        await server.CloseAsync();
        var rest = await server.ReadLineAsync();
        Assert.True(rest is null, $"{dialog.Name} ({feed}): the server said more than the dialog has: {rest}");
    }

    private async ValueTask CatchUpAsync()
    {
        await SendAsync();
        while (_due.TryDequeue(out var step))
        {
            var line = await server.ReadLineAsync();
            if (line is not null)
            {
                _transcript.Add(line);
            }

            var matches = step is SmtpDialogStep.Expect expect ? line is not null && expect.Matches(line) : line is null;
            Assert.True(matches, $"{dialog.Name}:{step.LineNumber} ({feed}): expected {step}, got: {line ?? "the end of the connection"}");
        }
    }

    private async ValueTask SendAsync()
    {
        ReadOnlyMemory<byte> octets = _unsent.ToArray();
        _unsent.Clear();
        var piece = feed == SmtpDialogFeed.PerByte ? 1 : Math.Max(octets.Length, 1);
        while (!octets.IsEmpty)
        {
            await server.SendAsync(octets[..piece]);
            octets = octets[piece..];
        }
    }
}
