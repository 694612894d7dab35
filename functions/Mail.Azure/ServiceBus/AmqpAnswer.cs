using System.Globalization;
using Amqp;
using Amqp.Types;

namespace Mail.Azure;

/// <summary>What a node answered: a status as in HTTP, and a map.</summary>
internal sealed class AmqpAnswer(Message message)
{
    /// <summary>0 when there is none that can be read. <c>$cbs</c> writes the name with a hyphen, <c>$management</c> without.</summary>
    public int Status => (Property("status-code") ?? Property("statusCode")) is IConvertible code and not string
        ? code.ToInt32(CultureInfo.InvariantCulture)
        : 0;

    public string Description => (Property("status-description") ?? Property("statusDescription")) as string ?? "";

    /// <summary>A value of the map in the body; <c>null</c> when there is no such map or value.</summary>
    public object? this[string name] => message.Body is Map map && map.TryGetValue(name, out var value) ? value : null;

    private object? Property(string name) => message.ApplicationProperties?[name];
}
