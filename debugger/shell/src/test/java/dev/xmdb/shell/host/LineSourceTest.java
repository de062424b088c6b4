package dev.xmdb.shell.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineSourceTest {

    @Test
    void linesEndAtNewlinesAndAtTheEnd() throws IOException {
        assertThat(lines("a\n\nb\r\nc")).containsExactly("a", "", "b", "c");
        assertThat(lines("a\n")).containsExactly("a");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void charactersMayStraddleTheBuffer() throws IOException {
        String line = "x" + "é".repeat(5000);
        assertThat(lines(line + "\nnext\n")).containsExactly(line, "next");
    }

    @Test
    void aByteOrderMarkBeforeTheFirstLineIsNoPartOfIt() throws IOException {
        assertThat(lines("\ufeffa\n\ufeffb\n")).containsExactly("a", "\ufeffb");
    }

    @Test
    void aLineThatIsTooLongIsRefusedAndTheNextOneStands() throws IOException {
        String text = "x".repeat(3 * LineSource.MAX_LINE) + "\nnext\n";
        var source = new LineSource(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(source::next)
                .isInstanceOf(LineSource.LineTooLongException.class)
                .hasMessageContaining("longer than");
        assertThat(source.next()).isEqualTo("next");
        assertThat(source.next()).isNull();
    }

    private static List<String> lines(String text) throws IOException {
        var source = new LineSource(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        var lines = new ArrayList<String>();
        for (@Nullable String line = source.next(); line != null; line = source.next()) {
            lines.add(line);
        }
        return lines;
    }
}
