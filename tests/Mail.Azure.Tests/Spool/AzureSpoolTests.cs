using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Mail.Core;
using Mail.Testing;

namespace Mail.Azure.Tests;

public class AzureSpoolTests(AzuriteFixture azurite) : SpoolContract
{
    private readonly AzuriteAccount _account = azurite.NewAccount();
    private AzureStorage? _storage;

    protected override ISpool Spool => (_storage ??= TestStorage.Open(_account)).Spool;

    [Fact]
    public async Task A_small_message_is_one_request_to_write_and_one_to_read()
    {
        await SpoolAsync(Some.Envelope(), "first, which makes the container"u8.ToArray());
        var before = (await _account.RequestsAsync(Cancellation)).Count;
        var envelope = Some.Envelope();

        await SpoolAsync(envelope, new byte[256 * 1024], chunk: 1000);
        await using var message = await Spool.OpenAsync(envelope.QueueId, Cancellation);

        var requests = (await _account.RequestsAsync(Cancellation)).Skip(before).ToList();
        Assert.Equal([$"PUT /spool/{envelope.QueueId}.eml 201", $"GET /spool/{envelope.QueueId}.eml 200"], requests);
    }

    [Fact]
    public async Task An_operator_can_read_the_envelope_in_the_metadata()
    {
        var envelope = Some.Envelope();
        await SpoolAsync(envelope, "x"u8.ToArray());
        var blob = new BlobContainerClient(_account.ConnectionString, "spool").GetBlobClient(envelope.QueueId + ".eml");
        var properties = await blob.GetPropertiesAsync(cancellationToken: Cancellation);
        Assert.Equal(envelope.Helo, EnvelopeJson.Read(properties.Value.Metadata["envelope"]).Helo);
        Assert.Equal("message/rfc822", properties.Value.ContentType);
    }

    [Fact]
    public async Task Without_large_buffers_messages_are_written_in_smaller_blocks()
    {
        var spool = new AzureStorage(TestStorage.Options(_account) with { BufferBytes = 0 }).Spool;
        var envelope = Some.Envelope();
        var content = new byte[300_000];
        new Random(1).NextBytes(content);
        await using (var writer = await spool.BeginAsync(envelope, Cancellation))
        {
            await writer.WriteAsync(content, Cancellation);
            await writer.CommitAsync(Cancellation);
        }

        await using var message = await Spool.OpenAsync(envelope.QueueId, Cancellation);
        Assert.Equal(content, await ReadAsync(message!.Content));
    }

    [Fact]
    public async Task A_large_message_leaves_no_temporary_file()
    {
        var envelope = Some.Envelope();
        await SpoolAsync(envelope, new byte[2_000_000]);
        string file;
        await using (var message = await Spool.OpenAsync(envelope.QueueId, Cancellation))
        {
            file = Assert.IsType<FileStream>(message!.Content).Name;
            Assert.True(File.Exists(file));
        }

        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task An_envelope_that_cannot_be_read_is_an_error_and_not_a_missing_message()
    {
        var queueId = Some.QueueId();
        var container = new BlobContainerClient(_account.ConnectionString, "spool");
        await container.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        var options = new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["envelope"] = "{}" } };
        await container.GetBlobClient(queueId + ".eml").UploadAsync(BinaryData.FromString("x"), options, Cancellation);
        await Assert.ThrowsAsync<FormatException>(async () => await Spool.OpenAsync(queueId, Cancellation));
    }

    protected override async ValueTask DropAsync(string name, byte[] content)
    {
        var container = new BlobContainerClient(_account.ConnectionString, "spool");
        await container.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await container.UploadBlobAsync(name, BinaryData.FromBytes(content), Cancellation);
    }
}
