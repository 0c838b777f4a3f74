using Farthing.Grading.Programs;
using Xunit;

namespace Farthing.Tests.Grading;

public class CodeExtractorTests
{
    [Theory]
    [InlineData("Here:\n```python\nimport re\n\n\ndef f():\n\n    return 1\n```\nDone.", "import re\n\n\ndef f():\n\n    return 1\n")]
    [InlineData("```\ndef f(): return 1\n```", "def f(): return 1\n")]
    [InlineData("```py\ndef f(): return 1", "def f(): return 1\n")] // cut off: the fence is never closed
    [InlineData("```bash\npip install numpy scipy pandas matplotlib\n```\n```python\ndef f(): return 1\n```", "def f(): return 1\n")]
    [InlineData("```python\ndef f():\n    return 1\n```\nUse it:\n```python\nf()\n```", "def f():\n    return 1\n")]
    [InlineData("```\nsome longer output that is no code at all\n```\n```python\ndef f(): return 1\n```", "def f(): return 1\n")]
    [InlineData("1. Do this:\n   ```python\n   def f():\n       return 1\n   ```", "def f():\n    return 1\n")]
    [InlineData("~~~~python\ndef f():\n    return '''\n```\n'''\n~~~~", "def f():\n    return '''\n```\n'''\n")]
    [InlineData("<think>\n```python\ndef wrong(): pass\n```\n</think>\n```python\ndef f(): return 1\n```", "def f(): return 1\n")]
    [InlineData("def f():\n    return 1\n", "def f():\n    return 1\n")]
    [InlineData("    x = 1\n\n    return x\n", "    x = 1\n\n    return x\n")]
    [InlineData("Sure, here is the function.\n\nimport re\n\ndef f():\n    return 1\n\nThis function returns the number one.", "import re\n\ndef f():\n    return 1\n")]
    public void Python_code_is_found_whole(string raw, string code) =>
        Assert.Equal(new Extraction(code, null), CodeExtractor.Extract(raw, "python"));

    [Theory]
    [InlineData("javascript", "```js\nfunction f() { return 1 }\n```", "function f() { return 1 }\n")]
    [InlineData("javascript", "const f = () => 1;\nmodule.exports = { f };", "const f = () => 1;\nmodule.exports = { f };\n")]
    [InlineData("csharp", "```c#\npublic static int F() => 1;\n```", "public static int F() => 1;\n")]
    [InlineData("csharp", "using System;\n\npublic class C\n{\n}", "using System;\n\npublic class C\n{\n}\n")]
    public void Other_languages_too(string language, string raw, string code) =>
        Assert.Equal(new Extraction(code, null), CodeExtractor.Extract(raw, language));

    [Fact]
    public void A_block_that_mentions_the_entry_point_is_preferred() =>
        Assert.Equal("def f(): return 1\n", CodeExtractor.Extract("```python\ndef f(): return 1\n```\n```python\nprint('a long demonstration of nothing')\n```", "python", "f(").Code);

    [Theory]
    [InlineData("", "NoCode")]
    [InlineData("You should sort the list first, and then sum it up.", "NoCode")]
    [InlineData("```json\n{}\n```", "NoCode")]
    [InlineData("I'm sorry, but I can't help with that.", "Refused")]
    [InlineData("I cannot write this function.", "Refused")]
    public void Without_code_the_reason_is_told(string raw, string reason) =>
        Assert.Equal(reason, $"{CodeExtractor.Extract(raw, "python").Problem}");

    [Fact]
    public void A_refusal_phrase_beside_code_does_not_hide_the_code() =>
        Assert.NotNull(CodeExtractor.Extract("I can't test this here, but:\n```python\ndef f(): return 1\n```", "python").Code);
}
