using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Mail.Core;

namespace Mail.Azure.Tests;

public class StorageConnectionTests
{
    [Theory]
    [InlineData("https://acct.blob.core.windows.net", "https://acct.blob.core.windows.net/", "https://acct.queue.core.windows.net/")]
    [InlineData("https://acct.table.core.windows.net/", "https://acct.blob.core.windows.net/", "https://acct.queue.core.windows.net/")]
    [InlineData("https://acct.core.windows.net", "https://acct.blob.core.windows.net/", "https://acct.queue.core.windows.net/")]
    [InlineData("https://acct.z01.blob.storage.azure.net", "https://acct.z01.blob.storage.azure.net/", "https://acct.z01.queue.storage.azure.net/")]
    [InlineData("https://acct.queue.core.chinacloudapi.cn", "https://acct.blob.core.chinacloudapi.cn/", "https://acct.queue.core.chinacloudapi.cn/")]
    public void An_account_url_names_all_three_services(string url, string blob, string queue)
    {
        var connection = StorageConnection.Open(new StorageOptions { Connection = url });
        Assert.Equal(blob, connection.Blobs.Uri.ToString());
        Assert.Equal(queue, connection.Queues.Uri.ToString());
        Assert.Equal(queue.Replace("queue", "table", StringComparison.Ordinal), connection.Tables.Uri.ToString());
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10000/devstoreaccount1")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=a2V5;EndpointSuffix=core.windows.net", "https://acct.blob.core.windows.net/")]
    public void A_connection_string_is_used_as_it_is(string text, string blob) =>
        Assert.Equal(blob, StorageConnection.Open(new StorageOptions { Connection = text }).Blobs.Uri.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("AccountName=acct")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=not base 64!")]
    [InlineData("http://acct.blob.core.windows.net")]
    [InlineData("https://localhost")]
    [InlineData("https://127.0.0.1/devstoreaccount1")]
    [InlineData("https://acct.blob.core.windows.net/container")]
    [InlineData("https://acct.blob.core.windows.net/?sv=2024&sig=secret")]
    [InlineData("https://user@acct.blob.core.windows.net/")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1")]
    public void A_wrong_setting_gives_a_message_that_says_what_to_set(string text)
    {
        var error = Assert.Throws<FormatException>(() => StorageConnection.Open(new StorageOptions { Connection = text }));
        Assert.StartsWith("MAIL_STORAGE does not name a storage account: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("UseDevelopmentStorage=true", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not base 64!", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 8)]
    [InlineData(11, 8)]
    [InlineData(2, 10)]
    public void Options_out_of_range_are_refused(int retries, int cacheSeconds)
    {
        var options = new StorageOptions { MaxRetries = retries, CacheTime = TimeSpan.FromSeconds(cacheSeconds) };
        Assert.StartsWith("StorageOptions.", Assert.Throws<FormatException>(() => StorageConnection.Open(options)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, bool> Failures => new()
    {
        { "0", true }, { "401", true }, { "403", true }, { "408", true }, { "429", true }, { "500", true }, { "503", true },
        { "400", false }, { "404", false }, { "409", false }, { "412", false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void No_answer_is_told_from_an_answer(string status, bool isFailure)
    {
        var error = new RequestFailedException(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), "x");
        Assert.Equal(isFailure, StorageErrors.IsFailure(error, CancellationToken.None));
        Assert.Equal(isFailure, StorageErrors.IsFailure(new AggregateException(error, error), CancellationToken.None));
    }

    [Fact]
    public void What_the_network_throws_is_a_failure_and_what_a_bug_throws_is_not()
    {
        Exception[] failures =
        [
            new HttpRequestException(), new IOException(), new SocketException(), new TimeoutException(), new TaskCanceledException(),
            new AuthenticationFailedException("x"), new CredentialUnavailableException("x"),
        ];
        Assert.All(failures, error => Assert.True(StorageErrors.IsFailure(error, CancellationToken.None)));
        Exception[] bugs = [new InvalidOperationException(), new ArgumentException(), new FormatException()];
        Assert.All(bugs, error => Assert.False(StorageErrors.IsFailure(error, CancellationToken.None)));
    }

    [Fact]
    public async Task The_first_line_of_the_reason_is_kept_and_headers_are_not()
    {
        var answer = Task.FromException<int>(new RequestFailedException(503, "Server busy\nStatus: 503\nHeaders: x"));
        var error = await Assert.ThrowsAsync<StorageUnavailableException>(() => answer.Guarded(CancellationToken.None));
        Assert.Equal("The storage did not answer: Server busy", error.Message);
    }

    [Fact]
    public void Buffers_are_bounded_and_used_again()
    {
        var buffers = new BlockBuffers(3 * BlockBuffers.Large);
        var rented = Enumerable.Range(0, 5).Select(_ => buffers.TryRent()).ToList();
        Assert.Equal(3, rented.OfType<byte[]>().Distinct().Count());
        Assert.Null(rented[4]);
        buffers.Return(rented[0]!);
        Assert.Same(rented[0], buffers.TryRent());
        Assert.Null(buffers.TryRent());
    }
}
