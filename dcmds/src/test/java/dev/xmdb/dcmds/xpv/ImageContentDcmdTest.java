package dev.xmdb.dcmds.xpv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SampleDomains;
import dev.xmdb.target.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageContentDcmdTest {
    @TempDir
    private Path folder;

    @Test
    void sectionsAndNotesAreListed() {
        try (Target target = SampleDomains.pv64(folder)) {
            String text = new Conversation(target).run("::notes");
            assertThat(text).startsWith("SECTION            TYPE           OFFSET         SIZE      PRESENT ENTSIZE\n");
            assertThat(row(text, ".xen_prstatus")).containsExactly(".xen_prstatus", "PROGBITS", "2860", "2860", "1430");
            assertThat(row(text, ".xen_pages")).containsExactly(".xen_pages", "PROGBITS", "d000", "d000", "1000");
            assertThat(row(text, ".xen_p2m")).containsExactly(".xen_p2m", "PROGBITS", "d0", "d0", "10");
            assertThat(row(text, ".note.Xen")).contains("NOTE");
            assertThat(row(text, ".shstrtab")).contains("STRTAB").endsWith("-");
            assertThat(text)
                    .contains("\n\nNOTE                   TYPE       OFFSET         SIZE CONTENT\n")
                    .contains("\nXen NONE            2000000 ")
                    .contains("\nXen HEADER          2000001 ")
                    .contains("\nXen XEN_VERSION     2000002 ")
                    .contains("\nXen FORMAT_VERSION  2000003 ");
        }
    }

    /** The words of a section's line without its offset. */
    private static List<String> row(String text, String section) {
        String line = text.lines()
                .filter(l -> l.startsWith(section + " "))
                .findFirst()
                .orElseThrow();
        var words = new ArrayList<>(List.of(line.split(" +")));
        words.remove(2);
        return words;
    }
}
