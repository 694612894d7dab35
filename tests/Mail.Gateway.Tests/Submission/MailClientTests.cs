using Mail.Testing.Smtp;
using Dialog = Mail.Testing.Smtp.SmtpDialog;

namespace Mail.Gateway.Tests;

/// <summary>What mail clients say, word for word, against a gateway with real TLS and real passwords.</summary>
public class MailClientTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata");

    public static TheoryData<string> Dialogs =>
        [.. Directory.GetFiles(Folder, "*.dialog").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Dialogs))]
    public async Task Is_served(string name)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, name + ".dialog"), TestContext.Current.CancellationToken);
        var dialog = Dialog.Parse(name, text);
        await using var bench = await SubmissionBench.StartAsync(authWithoutTls: false);
        using var connection = new GatewayConnection(await SmtpDialog.ConnectAsync(bench.Gateway.PortOf(dialog.Options["Listener"])));
        if (dialog.Options["Listener"] == "submissions")
        {
            await connection.HappenAsync("tls");
        }

        await new SmtpDialogRunner(dialog, connection, SmtpDialogFeed.PerLine).RunAsync();
        Assert.Equal(int.Parse(dialog.Options["Messages"], null), bench.Gateway.Pointers.Count);
    }
}
