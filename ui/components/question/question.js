// What a scene is about: its title, what to look at, a question to predict, and on demand the answer.

class Question {
  constructor(root) {
    this.root = root;
    root.querySelector(".reveal").onclick = () => this.reveal(!this.revealed);
  }

  update(scene) {
    makeTheme(scene.palette, this.root);
    const set = (name, words) => (this.root.querySelector(`.${name}`).textContent = words);
    set("row", String(scene.row));
    set("title", scene.title);
    set("look", scene.look_at);
    set("ask", scene.question);
    set("answer", scene.answer);
    if (scene.slug !== this.slug) this.reveal(false);
    this.slug = scene.slug;
  }

  reveal(wanted) {
    this.revealed = wanted;
    const button = this.root.querySelector(".reveal");
    button.textContent = wanted ? "Hide the answer" : "Predict, then reveal";
    button.setAttribute("aria-expanded", String(wanted));
    this.root.querySelector(".answer").hidden = !wanted;
  }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".question");
  root.question = root.question || new Question(root);
  root.question.update(unpack(data));
}
