using System.Globalization;
using Mail.Core;
using Xunit;

namespace Mail.Testing;

/// <summary>What every <see cref="IMailboxStore"/> promises.</summary>
public abstract class MailboxStoreContract
{
    protected abstract IMailboxStore Mailboxes { get; }

    protected string Account { get; } = Some.AccountId();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10)]
    [InlineData(200_000)]
    [InlineData(1024 * 1024)]
    [InlineData(3_000_000)]
    public async Task A_delivery_is_stored_byte_for_byte_behind_our_fields(int size)
    {
        var content = Some.Message(bytes: size);
        var delivery = Some.Delivery(Account, content: content);
        delivery.Content.Position = 5;

        var outcome = await Mailboxes.DeliverAsync(delivery, Cancellation);

        Assert.Equal(new DeliveryOutcome(DeliveryStatus.Delivered, "INBOX", 1), outcome);
        byte[] expected = [.. delivery.PrependedFields.Span, .. content];
        Assert.Equal(expected, await ReadAsync(delivery.DeliveryId));
        Assert.True(delivery.Content.CanRead, "the content is left open");
    }

    [Fact]
    public async Task The_index_tells_everything_about_a_message()
    {
        var delivery = Some.Delivery(Account);
        await Mailboxes.DeliverAsync(delivery, Cancellation);

        var message = await Mailboxes.FindAsync(Account, delivery.DeliveryId, Cancellation);

        Assert.NotNull(message);
        Assert.Equal(delivery.DeliveryId, message.Id);
        Assert.Equal(("INBOX", 1u), (message.Folder, message.Uid));
        Assert.Equal(delivery.PrependedFields.Length + delivery.Content.Length, message.Size);
        Assert.Equal(delivery.ReceivedAt, message.ReceivedAt);
        Assert.Equal(delivery.Flags, message.Flags);
        Assert.Equal(delivery.Summary.References, message.Summary.References);
        Assert.Equal(delivery.Summary.Attachments, message.Summary.Attachments);
        Assert.Equal(
            delivery.Summary,
            message.Summary with { References = delivery.Summary.References, Attachments = delivery.Summary.Attachments });
        Assert.Equal(delivery.Decision.Route, message.Decision.Route);
        Assert.Equal(delivery.Decision, message.Decision with { Route = delivery.Decision.Route, Screening = delivery.Decision.Screening });
        Assert.Equivalent(delivery.Decision.Screening, message.Decision.Screening, strict: true);
    }

    [Fact]
    public async Task A_message_without_a_readable_header_is_stored_like_any_other()
    {
        var delivery = Some.Delivery(Account) with { Summary = new MessageSummary(), Decision = new DecisionRecord(), Flags = [] };
        await Mailboxes.DeliverAsync(delivery, Cancellation);
        var message = await Mailboxes.FindAsync(Account, delivery.DeliveryId, Cancellation);
        Assert.NotNull(message);
        Assert.Null(message.Summary.Date);
        Assert.Equal(("", "", ""), (message.Summary.From, message.Summary.Subject, message.Summary.MessageId));
        Assert.Empty(message.Flags);
    }

    [Fact]
    public async Task The_same_delivery_twice_appears_once()
    {
        var delivery = Some.Delivery(Account);
        await Mailboxes.DeliverAsync(delivery, Cancellation);
        await Mailboxes.DeliverAsync(Some.Delivery(Account), Cancellation);

        var again = await Mailboxes.DeliverAsync(delivery, Cancellation);

        Assert.Equal(new DeliveryOutcome(DeliveryStatus.AlreadyDelivered, "INBOX", 1), again);
        Assert.Equal([2u, 1u], await UidsAsync());
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Deliveries_at_once_get_each_uid_once()
    {
        var ids = Enumerable.Range(0, 120).Select(_ => Some.QueueId() + "-1").ToList();
        var outcomes = await Task.WhenAll(
            ids.Concat(ids[..20]).Select(id => Mailboxes.DeliverAsync(Some.Delivery(Account, id), Cancellation).AsTask()));

        Assert.Equal(120, outcomes.Count(outcome => outcome.Status == DeliveryStatus.Delivered));
        Assert.Equal(20, outcomes.Count(outcome => outcome.Status == DeliveryStatus.AlreadyDelivered));
        Assert.Equal(Enumerable.Range(1, 120).Reverse().Select(uid => (uint)uid), await UidsAsync());
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Folders_count_what_is_in_them()
    {
        await Mailboxes.CreateMailboxAsync(Account, Cancellation);
        await Mailboxes.CreateMailboxAsync(Account, Cancellation);
        var fresh = await Mailboxes.FindFolderAsync(Account, "inbox", Cancellation);
        Assert.Equal(("INBOX", 1u, 0, 0L), (fresh!.Name, fresh.UidNext, fresh.Messages, fresh.Bytes));
        Assert.NotEqual(0u, fresh.UidValidity);

        var delivery = Some.Delivery(Account);
        await Mailboxes.DeliverAsync(delivery, Cancellation);

        var folder = Assert.Single(await Mailboxes.ListFoldersAsync(Account, Cancellation).ToListAsync(Cancellation));
        Assert.Equal((fresh.UidValidity, 2u, 1), (folder.UidValidity, folder.UidNext, folder.Messages));
        Assert.Equal(delivery.PrependedFields.Length + delivery.Content.Length, folder.Bytes);
        Assert.True(folder.ModSeq > fresh.ModSeq);
    }

    [Fact]
    public async Task A_message_that_moves_is_in_the_other_folder_only_and_can_be_moved_back()
    {
        var delivery = Some.Delivery(Account);
        await Mailboxes.DeliverAsync(delivery, Cancellation);
        var before = await Mailboxes.FindAsync(Account, delivery.DeliveryId, Cancellation);

        var moved = await Mailboxes.MoveAsync(Account, delivery.DeliveryId, new MailboxMove("Lists/Dev", "rules 1", "Lists/Dev: rule lists"), Cancellation);

        Assert.Equal(("Lists/Dev", 1u, "rules 1", "INBOX"), (moved!.Folder, moved.Uid, moved.MovedBy, moved.MovedFrom));
        Assert.Equal("Lists/Dev: rule lists", moved.Decision.Sort);
        var listed = Assert.Single(await Mailboxes.ListAsync(Account, folder: null, Cancellation).ToListAsync(Cancellation));
        Assert.Equal((moved.Folder, moved.Uid, moved.MovedBy, moved.MovedFrom, before!.Size), (listed.Folder, listed.Uid, listed.MovedBy, listed.MovedFrom, listed.Size));
        Assert.Equal(before.Summary.Attachments, listed.Summary.Attachments);
        Assert.Equal("Lists/Dev", (await Mailboxes.FindAsync(Account, delivery.DeliveryId, Cancellation))!.Folder);
        Assert.Equal(
            [("INBOX", 0, 0L), ("Lists/Dev", 1, before.Size)],
            (await Mailboxes.ListFoldersAsync(Account, Cancellation).ToListAsync(Cancellation)).Select(folder => (folder.Name, folder.Messages, folder.Bytes)));
        Assert.Equal(DeliveryStatus.AlreadyDelivered, (await Mailboxes.DeliverAsync(delivery, Cancellation)).Status);
        Assert.Empty(await Mailboxes.CheckAsync(Account, Cancellation).ToListAsync(Cancellation));

        var again = await Mailboxes.MoveAsync(Account, delivery.DeliveryId, new MailboxMove("lists/dev"), Cancellation);
        Assert.Equal((1u, "rules 1"), (again!.Uid, again.MovedBy));
        var elsewhere = await Mailboxes.MoveAsync(Account, delivery.DeliveryId, new MailboxMove("Third") { From = "INBOX" }, Cancellation);
        Assert.Equal("Lists/Dev", elsewhere!.Folder);
        var back = await Mailboxes.MoveAsync(Account, delivery.DeliveryId, new MailboxMove(moved.MovedFrom!), Cancellation);
        Assert.Equal(("INBOX", 2u, null, null), (back!.Folder, back.Uid, back.MovedBy, back.MovedFrom));
        Assert.Null(await Mailboxes.MoveAsync(Account, "01k9zq3v5x8r4c2m7n6p1d0e9f-1", new MailboxMove("Lists"), Cancellation));
    }

    [Fact]
    public async Task Moves_and_deliveries_at_once_lose_nothing()
    {
        var deliveries = Enumerable.Range(0, 12).Select(_ => Some.Delivery(Account)).ToList();
        foreach (var delivery in deliveries.Take(6))
        {
            await Mailboxes.DeliverAsync(delivery, Cancellation);
        }

        await Task.WhenAll(
        [
            .. deliveries.Take(6).Select(async delivery => { await Mailboxes.MoveAsync(Account, delivery.DeliveryId, new MailboxMove("Other"), Cancellation); }),
            .. deliveries.Skip(6).Select(async delivery => { await Mailboxes.DeliverAsync(delivery, Cancellation); }),
        ]);

        var listed = await Mailboxes.ListAsync(Account, folder: null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(deliveries.Select(delivery => delivery.DeliveryId).Order(), listed.Select(message => message.Id).Order());
        Assert.Equal(6, listed.Count(message => message.Folder == "Other"));
        Assert.Empty(await Mailboxes.CheckAsync(Account, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Accounts_with_a_mailbox_are_listed()
    {
        Assert.DoesNotContain(Account, await Mailboxes.ListAccountIdsAsync(Cancellation).ToListAsync(Cancellation));
        await Mailboxes.CreateMailboxAsync(Account, Cancellation);
        Assert.Contains(Account, await Mailboxes.ListAccountIdsAsync(Cancellation).ToListAsync(Cancellation));
        await Mailboxes.DeleteMailboxAsync(Account, Cancellation);
        Assert.DoesNotContain(Account, await Mailboxes.ListAccountIdsAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_folder_is_one_whatever_the_case_of_its_name()
    {
        await Mailboxes.CreateMailboxAsync(Account, Cancellation);
        Assert.Null(await Mailboxes.FindFolderAsync(Account, "lists/a:b %=?#\\", Cancellation));
        var made = await Mailboxes.CreateFolderAsync(Account, "Lists/A:b %=?#\\", Cancellation);
        Assert.Equal(made, await Mailboxes.CreateFolderAsync(Account, "lists/A:B %=?#\\", Cancellation));
        Assert.Equal(made, await Mailboxes.FindFolderAsync(Account, "LISTS/A:B %=?#\\", Cancellation));

        var outcome = await Mailboxes.DeliverAsync(Some.Delivery(Account, folder: "lists/a:b %=?#\\"), Cancellation);

        Assert.Equal(new DeliveryOutcome(DeliveryStatus.Delivered, "Lists/A:b %=?#\\", 1), outcome);
        Assert.Equal(
            ["INBOX", "Lists/A:b %=?#\\"],
            await Mailboxes.ListFoldersAsync(Account, Cancellation).Select(folder => folder.Name).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with\nline")]
    [InlineData("🙂")]
    public async Task A_folder_with_a_bad_name_is_refused_and_does_not_exist(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Mailboxes.CreateFolderAsync(Account, name, Cancellation));
        Assert.Null(await Mailboxes.FindFolderAsync(Account, name, Cancellation));
    }

    [Fact]
    public async Task A_missing_folder_is_made_by_the_delivery_and_uids_are_per_folder()
    {
        await Mailboxes.DeliverAsync(Some.Delivery(Account), Cancellation);
        var outcome = await Mailboxes.DeliverAsync(Some.Delivery(Account, folder: "Archive"), Cancellation);
        Assert.Equal(("Archive", 1u), (outcome.Folder, outcome.Uid));
        Assert.Equal([1u], await UidsAsync("ARCHIVE"));
        var all = await Mailboxes.ListAsync(Account, null, Cancellation).Select(message => message.Folder).ToListAsync(Cancellation);
        Assert.Equal(["Archive", "INBOX"], all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Over_quota_nothing_is_stored()
    {
        var content = Some.Message(bytes: 10_000);
        await Mailboxes.DeliverAsync(Some.Delivery(Account, content: content, quota: 25_000), Cancellation);
        var second = Some.Delivery(Account, content: content, quota: 25_000, folder: "Archive");
        Assert.Equal(DeliveryStatus.Delivered, (await Mailboxes.DeliverAsync(second, Cancellation)).Status);

        var third = Some.Delivery(Account, content: content, quota: 25_000);
        var outcome = await Mailboxes.DeliverAsync(third, Cancellation);

        Assert.Equal(new DeliveryOutcome(DeliveryStatus.OverQuota, null, 0), outcome);
        Assert.Null(await Mailboxes.OpenAsync(Account, third.DeliveryId, Cancellation));
        Assert.Null(await Mailboxes.FindAsync(Account, third.DeliveryId, Cancellation));
        Assert.Equal(DeliveryStatus.AlreadyDelivered, (await Mailboxes.DeliverAsync(second, Cancellation)).Status);
        Assert.Equal(DeliveryStatus.Delivered, (await Mailboxes.DeliverAsync(third with { QuotaBytes = null }, Cancellation)).Status);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Quota_holds_for_deliveries_at_once()
    {
        var content = Some.Message(bytes: 10_000);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => Mailboxes.DeliverAsync(Some.Delivery(Account, content: content, quota: 55_000), Cancellation).AsTask()));
        Assert.Equal(5, outcomes.Count(outcome => outcome.Status == DeliveryStatus.Delivered));
        Assert.Equal(15, outcomes.Count(outcome => outcome.Status == DeliveryStatus.OverQuota));
        await AssertSoundAsync();
    }

    [Fact]
    public async Task What_does_not_exist_is_not_there_and_no_error()
    {
        var id = Some.QueueId() + "-1";
        Assert.Null(await Mailboxes.FindFolderAsync(Account, "INBOX", Cancellation));
        Assert.Null(await Mailboxes.FindAsync(Account, id, Cancellation));
        Assert.Null(await Mailboxes.OpenAsync(Account, id, Cancellation));
        Assert.Empty(await Mailboxes.ListFoldersAsync(Account, Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await UidsAsync());
        await AssertSoundAsync();
    }

    [Fact]
    public async Task Marks_tell_of_the_deliveries_of_one_message()
    {
        var queueId = Some.QueueId();
        var ids = new[] { queueId + "-1", queueId + "-12" };
        foreach (var id in ids.Append(Some.QueueId() + "-1"))
        {
            await Mailboxes.DeliverAsync(Some.Delivery(Account, id), Cancellation);
        }

        var marks = await Mailboxes.ListMarksAsync(Account, queueId, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(ids, marks.Select(mark => mark.DeliveryId));
        Assert.Equal([("INBOX", 1u), ("INBOX", 2u)], marks.Select(mark => (mark.Folder, mark.Uid)));
    }

    [Fact]
    public async Task Old_marks_are_forgotten_and_their_messages_stay()
    {
        var old = string.Create(CultureInfo.InvariantCulture, $"{QueueId.FirstAt(DateTimeOffset.UnixEpoch.AddDays(1))}-1");
        var recent = Some.Delivery(Account);
        await Mailboxes.DeliverAsync(Some.Delivery(Account, old), Cancellation);
        await Mailboxes.DeliverAsync(recent, Cancellation);

        Assert.Equal(1, await Mailboxes.PruneMarksAsync(Account, QueueId.FirstAt(DateTimeOffset.UnixEpoch.AddDays(2)), Cancellation));
        Assert.Equal(0, await Mailboxes.PruneMarksAsync(Account, QueueId.FirstAt(DateTimeOffset.UnixEpoch.AddDays(2)), Cancellation));

        Assert.Equal(1u, (await Mailboxes.FindAsync(Account, old, Cancellation))!.Uid);
        Assert.Equal(DeliveryStatus.AlreadyDelivered, (await Mailboxes.DeliverAsync(recent, Cancellation)).Status);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task A_deleted_mailbox_is_empty()
    {
        var delivery = Some.Delivery(Account);
        await Mailboxes.DeliverAsync(delivery, Cancellation);
        await Mailboxes.DeleteMailboxAsync(Account, Cancellation);
        await Mailboxes.DeleteMailboxAsync(Account, Cancellation);
        Assert.Null(await Mailboxes.OpenAsync(Account, delivery.DeliveryId, Cancellation));
        Assert.Null(await Mailboxes.FindAsync(Account, delivery.DeliveryId, Cancellation));
        Assert.Empty(await Mailboxes.ListFoldersAsync(Account, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Accounts_do_not_see_each_other()
    {
        var delivery = Some.Delivery(Account);
        await Mailboxes.DeliverAsync(delivery, Cancellation);
        var other = Some.AccountId();
        Assert.Null(await Mailboxes.FindAsync(other, delivery.DeliveryId, Cancellation));
        Assert.Equal(DeliveryStatus.Delivered, (await Mailboxes.DeliverAsync(delivery with { AccountId = other }, Cancellation)).Status);
    }

    protected async Task AssertSoundAsync() =>
        Assert.Empty(await Mailboxes.CheckAsync(Account, Cancellation).ToListAsync(Cancellation));

    protected async Task<List<uint>> UidsAsync(string? folder = FolderName.Inbox) =>
        await Mailboxes.ListAsync(Account, folder, Cancellation).Select(message => message.Uid).ToListAsync(Cancellation);

    protected async Task<byte[]?> ReadAsync(string deliveryId)
    {
        await using var stream = await Mailboxes.OpenAsync(Account, deliveryId, Cancellation);
        if (stream is null)
        {
            return null;
        }

        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancellation);
        return copy.ToArray();
    }
}
