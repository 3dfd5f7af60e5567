using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>A JSON object whose names are the API's.</summary>
internal sealed class StructureShape(params Member[] Members) : Shape
{
    /// <summary>In the API's order.</summary>
    public IReadOnlyList<Member> Members { get; } = Members;

    /// <inheritdoc/>
    public override string Expected => "a JSON object";

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, RequestFindings findings)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(value, path.Length == 0 ? "request" : path, findings, "put the members between { and }");
            return;
        }

        foreach (var property in value.EnumerateObject())
        {
            var where = path.Length == 0 ? Shown.Plain(property.Name) : $"{path}.{Shown.Plain(property.Name)}";
            var member = Members.FirstOrDefault(member => member.Name == property.Name);
            if (member is null)
                findings.Refuse(where, "found a member that AWS does not know, expected one of its own",
                    Spelling.DidYouMean(property.Name, Members.Select(known => known.Name)) ?? "remove it");
            else if (member.Shape is null)
                findings.Notice(where, "accepted, and without effect on this machine");
            else
                member.Shape.Check(property.Value, where, findings);
        }

        foreach (var member in Members.Where(member => member.IsRequired && !value.TryGetProperty(member.Name, out _)))
            findings.Refuse(path.Length == 0 ? member.Name : $"{path}.{member.Name}", $"found no such member, expected {member.Shape!.Expected}");
    }
}
