using System.Text.Json;

namespace TrainingContainer.SageMaker.Tests;

/// <summary>Values as Python writes them; each expected text is what CPython 3.11 prints.</summary>
public class PythonJsonTests
{
    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    [Theory]
    [InlineData("\"it's\"", "it's")]
    [InlineData("null", "None")]
    [InlineData("true", "True")]
    [InlineData("false", "False")]
    [InlineData("1e-7", "1e-07")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    [InlineData("""[{"a": 1, "b": false, "c": "x"}, null]""", "[{'a': 1, 'b': False, 'c': 'x'}, None]")]
    [InlineData("""["a", "it's", "say \"so\"", "it's \"so\""]""", """['a', "it's", 'say "so"', 'it\'s "so"']""")]
    [InlineData("""["\\ \n \r \t"]""", """['\\ \n \r \t']""")]
    public void Str_IsPythonsStr(string json, string expected) => PythonJson.Str(Json(json)).ShouldBe(expected);

    [Theory]
    [InlineData("""["\\ \" \r \n \t \b \f \u0001 \u007f ~"]""", """["\\ \" \r \n \t \b \f \u0001 \u007f ~"]""")]
    [InlineData("[0.0, 0e5, -0.0, 0.5]", "[0.0,0.0,-0.0,0.5]")]
    [InlineData("[1e999, -1e999]", "[Infinity,-Infinity]")]
    [InlineData("""{"b": [true, false, null], "B": 1, "a": {"z": 1, "y": 2}}""", """{"B":1,"a":{"y":2,"z":1},"b":[true,false,null]}""")]
    public void Dumps_IsPythonsCompactJsonWithSortedMembers(string json, string expected) => PythonJson.Dumps(Json(json)).ShouldBe(expected);

    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("null", "")]
    [InlineData("[1, 2]", "[1,2]")]
    [InlineData("true", "true")]
    public void Variable_IsAStringItself_AndJsonOfAllElse(string json, string expected) => PythonJson.Variable(Json(json)).ShouldBe(expected);

    [Fact]
    public void Variable_OfNothing_IsNothing()
    {
        PythonJson.Variable(default).ShouldBe("");
        PythonJson.Str(default).ShouldBe("None");
    }
}
