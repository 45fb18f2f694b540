package mirrorlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.PolicySize;
import mirrorlab.nn.Vocabulary;
import mirrorlab.world.Tasks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static final KeyframePolicy E =
      new KeyframePolicy(
          PolicySize.mini(),
          Vocabulary.of(List.of("close the red jar", "open the top drawer", "push button")),
          1);

  @AfterAll
  static void close() {
    E.close();
  }

  private static String refused(String sentence) {
    return assertThrows(IllegalArgumentException.class, () -> Request.of(E, sentence)).getMessage();
  }

  @Test
  void anyWordingOfAnyInstructionIsFound() {
    for (String wording : Tasks.named("open_drawer").instructions(2)) {
      Request request = Request.of(E, wording);
      assertEquals("open_drawer", request.task().id());
      assertEquals(2, request.variation());
    }
  }

  @Test
  void caseAndPunctuationDoNotCount() {
    Request request = Request.of(E, " Close the  RED jar!");
    assertEquals("close_jar", request.task().id());
    assertEquals("close the red jar", request.task().instructions(request.variation()).get(0));
  }

  @Test
  void wordsThatEHasNeverReadAreNamed() {
    String message = refused("close the violet jar now");
    assertTrue(
        message.startsWith(
            "\"close the violet jar now\" holds words that E never read: now, violet;"),
        message);
    assertTrue(message.contains("jar\""), message);
  }

  @Test
  void knownWordsThatAreNoInstructionGetTheNearestOnesAndTheTasks() {
    String message = refused("open the top jar");
    assertTrue(message.startsWith("\"open the top jar\" is no instruction of any task;"), message);
    assertTrue(message.contains("\"open the top drawer\""), message);
    assertTrue(message.contains("E knows the tasks Close Jar, "), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void anEmptySentenceIsRefused() {
    assertTrue(refused(" ").contains("is no instruction"));
  }

  @Test
  void theFilmIsLargeEnoughForAProjector() {
    Animation film = Request.of(E, "open the top drawer").film(E, 3);
    assertTrue(film.width() >= 320);
    assertEquals(20, film.frames());
  }
}
