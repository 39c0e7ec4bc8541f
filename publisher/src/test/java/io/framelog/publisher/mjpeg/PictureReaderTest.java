package io.framelog.publisher.mjpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures are cut out of what cameras send, however it comes in pieces. */
class PictureReaderTest {
    private static final int PICTURES = 5;

    private final List<byte[]> jpegs = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private boolean whole;

    PictureReaderTest() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < PICTURES; i++) {
            BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 64 * 48; pixel++) {
                picture.setRGB(pixel % 64, pixel / 64, random.nextInt());
            }
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            ImageIO.write(picture, "jpeg", jpeg);
            jpegs.add(jpeg.toByteArray());
        }
    }

    /** How cameras write a part; N is the picture's number of bytes, and J the picture. */
    private enum Camera {
        USUAL("--b\r\nContent-Type: image/jpeg\r\nContent-Length: N\r\n\r\nJ\r\n"),
        LINE_FEEDS("--b\nContent-Type: image/jpeg\nContent-Length: N\n\nJ\n"),
        NO_LENGTH("--b\r\nContent-Type: image/jpeg\r\n\r\nJ\r\n"),
        NO_HEAD("--b\r\n\r\nJ\r\n"),
        NO_EMPTY_LINE("--b\r\nContent-Length: N\r\nJ\r\n"),
        LOWER_CASE("--b\r\ncontent-type:IMAGE/JPG\r\ncontent-length:N\r\n\r\nJ\r\n"),
        OTHER_BOUNDARY("--other--thing\r\nContent-Length: N\r\n\r\nJ\r\n"),
        MANY_DASHES("------b--\r\nContent-Length: N\r\n\r\nJ\r\n"),
        NO_DASHES("b\r\nContent-Length: N\r\n\r\nJ\r\n"),
        NO_DASHES_NO_LENGTH("b\r\n\r\nJ\r\n"),
        NO_BOUNDARY("Content-Type: image/jpeg\r\nContent-Length: N\r\n\r\nJ"),
        BOUNDARY_BEHIND("Content-Type: image/jpeg\r\n\r\nJ\r\n--b\r\n"),
        BOUNDARY_DIRECTLY_BEHIND("Content-Type: image/jpeg\r\nContent-Length: N\r\n\r\nJ--b\r\n"),
        EMPTY_LINES("\r\n\r\n--b\r\nContent-Length: N\r\n\r\n\r\nJ\r\n\r\n"),
        LENGTH_WITH_LINE_END("--b\r\nContent-Length: N+2\r\n\r\nJ\r\n"),
        LENGTH_TOO_SMALL("--b\r\nContent-Length: 100\r\n\r\nJ\r\n"),
        LENGTH_TOO_LARGE("--b\r\nContent-Length: N+700\r\n\r\nJ\r\n"),
        LENGTH_FAR_TOO_LARGE("--b\r\nContent-Length: 999999999\r\n\r\nJ\r\n"),
        LENGTH_ZERO("--b\r\nContent-Length: 0\r\n\r\nJ\r\n"),
        LENGTH_OF_NONSENSE("--b\r\nContent-Length: many\r\n\r\nJ\r\n"),
        PADDED("--b\r\nContent-Length: N+5000\r\n\r\nJ" + "\0".repeat(5000) + "\r\n"),
        PADDED_NO_LENGTH("--b\r\n\r\nJ" + "\0".repeat(90_000) + "\r\n"),
        PARTS_OF_TEXT("--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\nContent-Length: N\r\n\r\nJ\r\n"),
        EMPTY_PARTS("--b\r\nContent-Length: 0\r\n\r\n\r\n--b\r\nContent-Length: N\r\n\r\nJ\r\n"),
        NO_PARTS("J"),
        NO_PARTS_PADDED("J" + "\0".repeat(500));

        private final String part;

        Camera(String part) {
            this.part = part;
        }
    }

    @ParameterizedTest
    @EnumSource
    void picturesComeOutAsTheyWereSent(Camera camera) throws IOException {
        for (byte[] jpeg : jpegs) {
            send(camera.part, jpeg);
        }
        assertComeOut(jpegs);
    }

    @ParameterizedTest
    @EnumSource(names = {"USUAL", "NO_LENGTH", "LENGTH_TOO_SMALL", "LENGTH_TOO_LARGE", "BOUNDARY_BEHIND"})
    void boundaryMayBeContainedInAPicture(Camera camera) throws IOException {
        List<byte[]> withComment = new ArrayList<>();
        for (byte[] jpeg : jpegs) {
            byte[] comment = "\r\n--b\r\nContent-Length: 17\r\n\r\n".getBytes(ISO_8859_1);
            withComment.add(concat(
                    new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xFE, 0},
                    new byte[] {(byte) (comment.length + 2)},
                    comment,
                    rest(jpeg, 2)));
        }
        for (byte[] jpeg : withComment) {
            send(camera.part, jpeg);
        }
        assertComeOut(withComment);
    }

    @Test
    void lengthsMayBeRightForSomePartsOnly() throws IOException {
        for (int i = 0; i < PICTURES; i++) {
            send(i % 2 == 0 ? Camera.USUAL.part : Camera.LENGTH_TOO_LARGE.part, jpegs.get(i));
        }
        assertComeOut(jpegs);
    }

    @Test
    void embeddedThumbnailIsNoEnd() throws IOException {
        byte[] small = jpegs.get(0);
        List<byte[]> pictures = new ArrayList<>();
        for (byte[] jpeg : jpegs) {
            int length = small.length + 2;
            byte[] segment = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE1, (byte) (length >> 8), (byte) length};
            pictures.add(concat(segment, small, rest(jpeg, 2)));
        }
        for (byte[] jpeg : pictures) {
            send(Camera.NO_LENGTH.part, jpeg);
        }
        assertComeOut(pictures);
    }

    @Test
    void strayBytesAndTwoSoiBelongToThePicture() throws IOException {
        List<byte[]> bent = List.of(
                concat(new byte[] {(byte) 0xFF, (byte) 0xD8}, jpegs.get(0)),
                concat(rest(jpegs.get(1), 0, 20), new byte[600], rest(jpegs.get(1), 20)));
        for (byte[] jpeg : bent) {
            send(Camera.NO_LENGTH.part, jpeg);
        }
        assertComeOut(bent);
    }

    /** The second picture of a phone's camera is not shown in between; two fields stay together. */
    @Test
    void secondPictureOfAPartIsNoPictureOfItsOwn() throws IOException {
        send(Camera.NO_LENGTH.part, concat(jpegs.get(0), jpegs.get(1)));
        send(Camera.NO_LENGTH.part, jpegs.get(2));
        assertComeOut(List.of(jpegs.get(0), jpegs.get(2)));
        sent.reset();
        send(Camera.USUAL.part, concat(jpegs.get(0), jpegs.get(1)));
        send(Camera.USUAL.part, jpegs.get(2));
        assertComeOut(List.of(concat(jpegs.get(0), jpegs.get(1)), jpegs.get(2)));
    }

    @ParameterizedTest
    @EnumSource(names = {"USUAL", "NO_LENGTH", "LINE_FEEDS", "NO_HEAD", "LENGTH_TOO_LARGE"})
    void fieldsOfAPartStayTogether(Camera camera) throws IOException {
        List<byte[]> wide = wide();
        byte[] two = concat(wide.get(0), wide.get(1));
        byte[] withGap = concat(wide.get(2), new byte[3], wide.get(3));
        send(camera.part, two);
        send(camera.part, withGap);
        send(camera.part, two);
        assertComeOut(List.of(two, withGap, two));
    }

    @ParameterizedTest
    @EnumSource
    void widePicturesAreNoFields(Camera camera) throws IOException {
        List<byte[]> wide = wide();
        for (byte[] jpeg : wide) {
            send(camera.part, jpeg);
        }
        assertComeOut(wide);
    }

    private List<byte[]> wide() throws IOException {
        List<byte[]> wide = new ArrayList<>();
        for (byte[] jpeg : jpegs) {
            BufferedImage field = ImageIO.read(new ByteArrayInputStream(jpeg)).getSubimage(0, 0, 64, 24);
            ByteArrayOutputStream image = new ByteArrayOutputStream();
            ImageIO.write(field, "jpeg", image);
            wide.add(image.toByteArray());
        }
        return wide;
    }

    @ParameterizedTest
    @EnumSource(names = {"USUAL", "NO_LENGTH", "LINE_FEEDS", "NO_PARTS"})
    void pictureWithoutEndIsPassedOnAndCostsNoOther(Camera camera) throws IOException {
        byte[] cut = rest(jpegs.get(1), 0, jpegs.get(1).length - 2);
        send(camera.part, jpegs.get(0));
        send(camera.part, cut);
        send(camera.part, jpegs.get(2));
        assertComeOut(List.of(jpegs.get(0), cut, jpegs.get(2)));
    }

    @Test
    void damagedPartsCostNoOther() throws IOException {
        send(Camera.USUAL.part, new byte[0]);
        send(Camera.USUAL.part, rest(jpegs.get(0), 0, 200));
        send(Camera.USUAL.part, new byte[5000]);
        send(Camera.USUAL.part, jpegs.get(1));
        send(Camera.USUAL.part, jpegs.get(2));
        assertComeOut(List.of(rest(jpegs.get(0), 0, 200), jpegs.get(1), jpegs.get(2)));
    }

    /** The last one was cut by the end of the connection, unless the server says that there is no more. */
    @Test
    void pictureThatABrokenConnectionCutIsNotTaken() throws IOException {
        byte[] cut = rest(jpegs.get(1), 0, 300);
        send(Camera.NO_LENGTH.part, jpegs.get(0));
        send("--b\r\n\r\nJ", cut);
        assertComeOut(List.of(jpegs.get(0)));
        whole = true;
        assertComeOut(List.of(jpegs.get(0), cut));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--b\r\nContent-Length: N\r\n\r\nJ", "--b\r\n\r\nJ", "--b\r\nContent-Length: 9\r\n\r\nJ"})
    void completePictureIsNotHeldBackUntilTheNextComes(String part) throws IOException {
        send(Camera.USUAL.part, jpegs.get(0)); // the first one shows whether the lengths are right
        send(part, jpegs.get(1));
        int all = sent.size();
        int[] taken = {0};
        Window window = new Window();
        window.begin(new Body() {
            private final InputStream in = new ByteArrayInputStream(sent.toByteArray());

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (taken[0] == all) {
                    throw new AssertionError("waits for more");
                }
                int read = in.read(target, offset, length);
                taken[0] += read;
                return read;
            }

            @Override
            public boolean isWhole() {
                return false;
            }
        });
        PictureReader reader = new PictureReader(window, "b");
        assertArrayEquals(jpegs.get(0), bytes(reader.next()));
        assertArrayEquals(jpegs.get(1), bytes(reader.next()));
    }

    /** Whatever is damaged, reading goes on, and the pictures behind the damage come out. */
    @Test
    void damageAnywhereEndsNothing() throws IOException {
        List<Camera> cameras = List.copyOf(EnumSet.complementOf(EnumSet.of(Camera.NO_PARTS, Camera.NO_PARTS_PADDED)));
        Random random = new Random(2);
        for (int round = 0; round < 300; round++) {
            Camera camera = cameras.get(random.nextInt(cameras.size()));
            sent.reset();
            for (int i = 0; i < 3; i++) {
                send(camera.part, jpegs.get(0));
            }
            byte[] damaged = sent.toByteArray();
            for (int i = random.nextInt(30); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            sent.reset();
            sent.write(damaged);
            for (int i = 0; i < 40; i++) { // a damaged segment may seem to have 64 KiB
                send(camera.part, jpegs.get(1));
            }
            List<byte[]> pictures = read(1 + random.nextInt(3000));
            long sound = pictures.stream()
                    .filter(picture -> Arrays.equals(picture, jpegs.get(1)))
                    .count();
            assertTrue(sound >= 10, sound + " of 40 pictures of " + camera + " in round " + round);
        }
    }

    @Test
    void endlessNoiseIsGivenUp() {
        Window window = new Window();
        window.begin(new Body() {
            @Override
            public int read(byte[] target, int offset, int length) {
                return length;
            }

            @Override
            public boolean isWhole() {
                return false;
            }
        });
        assertThrows(IOException.class, () -> new PictureReader(window, "").next());
    }

    /** A frame of more bytes than any --max-frame-bytes is told as too large. */
    @Test
    void endlessPictureIsCutOff() throws IOException {
        byte[] begin = rest(jpegs.get(0), 0, 300);
        Window window = new Window();
        window.begin(new Body() {
            private boolean begun;

            @Override
            public int read(byte[] target, int offset, int length) {
                if (begun) {
                    return length;
                }
                begun = true;
                System.arraycopy(begin, 0, target, offset, begin.length);
                return begin.length;
            }

            @Override
            public boolean isWhole() {
                return false;
            }
        });
        ByteBuffer picture = new PictureReader(window, "").next();
        assertEquals(Window.MAX_BYTES, picture == null ? 0 : picture.remaining());
    }

    private void send(String part, byte[] jpeg) throws IOException {
        String text = part.replace("N+5000", "" + (jpeg.length + 5000))
                .replace("N+700", "" + (jpeg.length + 700))
                .replace("N+2", "" + (jpeg.length + 2))
                .replace("h: N", "h: " + jpeg.length)
                .replace("h:N", "h:" + jpeg.length);
        int place = text.replace("IMAGE/JPG", "IMAGE/XPG").indexOf('J');
        sent.write(text.substring(0, place).getBytes(ISO_8859_1));
        sent.write(jpeg);
        sent.write(text.substring(place + 1).getBytes(ISO_8859_1));
    }

    private void assertComeOut(List<byte[]> expected) throws IOException {
        for (int piece : new int[] {1, 7, 1460, Integer.MAX_VALUE}) {
            List<byte[]> pictures = read(piece);
            List<Integer> lengths = expected.stream().map(bytes -> bytes.length).toList();
            assertEquals(lengths, pictures.stream().map(bytes -> bytes.length).toList(), "in pieces of " + piece);
            for (int i = 0; i < expected.size(); i++) {
                assertArrayEquals(expected.get(i), pictures.get(i), "picture " + i + " in pieces of " + piece);
            }
        }
    }

    private List<byte[]> read(int piece) throws IOException {
        InputStream in = new ByteArrayInputStream(sent.toByteArray());
        Window window = new Window();
        window.begin(new Body() {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return in.read(target, offset, Math.min(length, piece));
            }

            @Override
            public boolean isWhole() {
                return whole;
            }
        });
        PictureReader reader = new PictureReader(window, "b");
        List<byte[]> pictures = new ArrayList<>();
        for (@Nullable ByteBuffer picture; (picture = reader.next()) != null; ) {
            pictures.add(bytes(picture));
        }
        return pictures;
    }

    private static byte[] bytes(@Nullable ByteBuffer picture) {
        if (picture == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[picture.remaining()];
        picture.duplicate().get(bytes);
        return bytes;
    }

    private static byte[] rest(byte[] bytes, int from) {
        return rest(bytes, from, bytes.length);
    }

    private static byte[] rest(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] concat(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }
}
