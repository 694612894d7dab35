using Mail.Core;
using Mail.Testing;

namespace Mail.Processing.Tests;

/// <summary>What a sender says of TLS goes with the message (RFC 8689).</summary>
public class RequireTlsTests
{
    private const string Optional = "TLS-Required: No\r\n" + FlowWorld.Message;

    private readonly SendingWorld _world = new();

    [Theory]
    [InlineData(false, false, true, false, false)]
    [InlineData(true, false, true, true, false)]
    [InlineData(false, true, true, false, true)]
    [InlineData(true, true, true, true, false)]
    [InlineData(false, true, false, false, false)]
    public async Task REQUIRETLS_beats_the_field_and_the_field_is_for_those_who_may_send(
        bool isRequired, bool hasField, bool mayRelay, bool requireTls, bool tlsOptional)
    {
        _world.Storage.Directory.AddAlias("forward@example.test", "a@other.test");
        await _world.SubmitAsync(
            mayRelay ? "a@other.test" : "forward@example.test",
            change: envelope => envelope with { RequireTls = isRequired, MayRelay = mayRelay },
            content: hasField ? Optional : FlowWorld.Message);
        await _world.RunAsync();

        var request = Assert.Single(_world.Sender.Requests);
        Assert.Equal((requireTls, tlsOptional), (request.RequireTls, request.TlsOptional));
    }

    [Fact]
    public async Task A_bounce_is_protected_as_its_message_was()
    {
        _world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Refused(request));
        await _world.SubmitAsync("a@other.test", change: envelope => envelope with { RequireTls = true, Ret = DsnReturn.Full });
        await _world.RunAsync();

        var pointer = Assert.Single(await _world.Receiving.TakeIncomingAsync());
        await using var notice = await _world.Storage.Spool.OpenAsync(pointer.QueueId, TestContext.Current.CancellationToken);
        Assert.True(notice!.Envelope.RequireTls);
    }

    [Theory]
    [InlineData(true, false, "Full")]
    [InlineData(true, true, "Headers")]
    [InlineData(false, false, "Headers")]
    public async Task What_strangers_send_and_what_is_to_be_protected_does_not_travel_back_whole(bool mayRelay, bool requireTls, string returned)
    {
        _world.Sender.Script = (request, _) => Task.FromResult(ScriptedSender.Refused(request));
        await _world.SubmitAsync("a@other.test", change: envelope => envelope with { MayRelay = mayRelay, RequireTls = requireTls, Ret = DsnReturn.Full });
        await _world.RunAsync();

        var pointer = Assert.Single(await _world.Receiving.TakeIncomingAsync());
        await using var notice = await _world.Storage.Spool.OpenAsync(pointer.QueueId, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(notice!.Content);
        Assert.Contains($"\r\nX-Return: {returned}\r\n", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
