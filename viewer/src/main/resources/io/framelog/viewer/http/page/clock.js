// The viewer's clock, in milliseconds since the epoch. The browser's own clock may be wrong.
let offset = 0;

export function now() {
  return Date.now() + offset;
}

// Sets the clock by a stream's newest frame: its timestamp plus its age is the viewer's present time.
export function update({ timestamp, age }) {
  if (timestamp !== undefined && age !== undefined) {
    offset = Date.parse(timestamp) + 1000 * age - Date.now();
  }
}
