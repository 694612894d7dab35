using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Mail.Testing;

/// <summary>A queue with peek-lock, in memory.</summary>
public sealed class FakeQueue(FakeServiceBus bus, FakeQueue? deadLetters)
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private long _last;

    /// <summary>There may be something to take.</summary>
    public event Action? Changed;

    /// <summary>What <c>$management</c> was asked.</summary>
    public ConcurrentQueue<Message> Requests { get; } = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Of the oldest message: until when it is somebody's; the default when it is nobody's.</summary>
    public DateTimeOffset LockedUntil
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count > 0 ? _entries[0].LockedUntil : default;
            }
        }
    }

    /// <summary>Message ids, for duplicate detection.</summary>
    public ConcurrentQueue<string> Sent { get; } = new();

    public void Add(Message message)
    {
        Sent.Enqueue(message.Properties?.MessageId ?? "");
        var scheduled = message.MessageAnnotations?[(Symbol)"x-opt-scheduled-enqueue-time"] as DateTime?;
        lock (_lock)
        {
            _entries.Add(new Entry(++_last, message) { VisibleAt = scheduled is { } time ? new DateTimeOffset(time.ToUniversalTime()) : default });
        }

        Look();
    }

    /// <summary>Whoever waits for messages takes those that are there by now.</summary>
    public void Look() => Changed?.Invoke();

    public IReadOnlyList<(Message Message, byte[] Tag)> Take(int max)
    {
        lock (_lock)
        {
            var now = bus.Time.GetUtcNow();
            return
            [
                .. _entries.Where(entry => entry.VisibleAt <= now && entry.LockedUntil <= now).Take(max).Select(entry =>
                {
                    entry.DeliveryCount += entry.Lock == default ? 0u : 1u;
                    entry.Lock = Guid.NewGuid();
                    entry.LockedUntil = now + bus.LockDuration;
                    return (entry.Write(isLocked: true), entry.Lock.ToByteArray());
                }),
            ];
        }
    }

    public void Settle(Message message, DeliveryState state)
    {
        lock (_lock)
        {
            var token = new Guid(message.DeliveryTag);
            if (_entries.Find(entry => entry.Lock == token && entry.LockedUntil > bus.Time.GetUtcNow()) is not { } entry)
            {
                return;
            }

            entry.LockedUntil = default;
            if (state is Accepted or Rejected)
            {
                _entries.Remove(entry);
            }

            if (state is Rejected)
            {
                deadLetters!.Add(entry.Message);
            }
            else if (state is Released)
            {
                entry.Lock = default;
            }
        }
    }

    public Message Answer(Message request)
    {
        Requests.Enqueue(request);
        var body = (Map)request.Body;
        return request.ApplicationProperties["operation"] switch
        {
            "com.microsoft:renew-lock" => Renew(((Guid[])body["lock-tokens"])[0]),
            "com.microsoft:peek-message" => Peek((long)body["from-sequence-number"], (int)body["message-count"]),
            _ => Status(501, null),
        };
    }

    private Message Renew(Guid token)
    {
        lock (_lock)
        {
            var now = bus.Time.GetUtcNow();
            if (_entries.Find(entry => entry.Lock == token && entry.LockedUntil > now) is not { } entry)
            {
                return Status(410, null);
            }

            entry.LockedUntil = now + bus.LockDuration;
            return Status(200, new Map { ["expirations"] = new[] { entry.LockedUntil.UtcDateTime } });
        }
    }

    private Message Peek(long from, int max)
    {
        lock (_lock)
        {
            var found = _entries.Where(entry => entry.SequenceNumber >= from).Take(max).ToList();
            var list = new List();
            found.ForEach(entry => list.Add(new Map { ["message"] = entry.Octets(bus.Time.GetUtcNow()) }));
            return found.Count == 0 ? Status(204, null) : Status(200, new Map { ["messages"] = list });
        }
    }

    private static Message Status(int status, Map? body) => new()
    {
        ApplicationProperties = new ApplicationProperties { ["statusCode"] = status },
        BodySection = new AmqpValue { Value = body ?? [] },
    };

    private sealed class Entry(long sequenceNumber, Message message)
    {
        public long SequenceNumber => sequenceNumber;

        public Message Message => message;

        public DateTimeOffset VisibleAt { get; set; }

        public DateTimeOffset LockedUntil { get; set; }

        public Guid Lock { get; set; }

        public uint DeliveryCount { get; set; }

        public byte[] Octets(DateTimeOffset now)
        {
            var peeked = Write(isLocked: false);
            peeked.MessageAnnotations[(Symbol)"x-opt-message-state"] = VisibleAt > now ? 2 : 0;
            var buffer = peeked.Encode();
            return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
        }

        public Message Write(bool isLocked)
        {
            var copy = new Message
            {
                Header = new Header { DeliveryCount = DeliveryCount },
                Properties = message.Properties,
                BodySection = message.BodySection,
                MessageAnnotations = new MessageAnnotations
                {
                    [(Symbol)"x-opt-sequence-number"] = sequenceNumber,
                    [(Symbol)"x-opt-enqueued-time"] = DateTime.UtcNow,
                },
            };
            if (isLocked)
            {
                copy.MessageAnnotations[(Symbol)"x-opt-locked-until"] = LockedUntil.UtcDateTime;
            }

            return copy;
        }
    }
}
