// Signs by their names, as people know them: English, French. Read when a colon and two letters are typed, or a reaction is chosen.

/** @type {[sign: string, english: string, french: string][]} */
export const EMOJI = [
  ['😀', 'grin', 'sourire'], ['😂', 'joy', 'rire'], ['🙂', 'smile', 'content'], ['😉', 'wink', 'clin'], ['😊', 'blush', 'heureux'], ['😍', 'heart_eyes', 'amoureux'], ['😘', 'kiss', 'bisou'], ['😎', 'cool', 'lunettes'],
  ['🤔', 'thinking', 'réflexion'], ['😐', 'neutral', 'neutre'], ['🙄', 'eyeroll', 'soupir'], ['😮', 'surprised', 'surpris'], ['😴', 'sleeping', 'dodo'], ['😅', 'sweat', 'sueur'], ['😢', 'cry', 'larme'], ['😭', 'sob', 'pleure'],
  ['😡', 'angry', 'fâché'], ['😱', 'scream', 'peur'], ['🤯', 'mind_blown', 'explose'], ['🥳', 'party', 'fête'], ['😇', 'angel', 'ange'], ['🤒', 'sick', 'malade'], ['🤷', 'shrug', 'bof'], ['🤦', 'facepalm', 'consterné'],
  ['👍', 'thumbsup', 'pouce'], ['👎', 'thumbsdown', 'contre'], ['👌', 'ok', 'parfait'], ['👏', 'clap', 'bravo'], ['🙌', 'hooray', 'hourra'], ['🙏', 'thanks', 'merci'], ['💪', 'strong', 'courage'], ['👋', 'wave', 'salut'],
  ['✌️', 'peace', 'paix'], ['🤞', 'crossed_fingers', 'doigts'], ['👀', 'eyes', 'yeux'], ['❤️', 'heart', 'cœur'], ['💔', 'broken_heart', 'brisé'], ['🎉', 'tada', 'confettis'], ['🎂', 'cake', 'gâteau'], ['🎁', 'gift', 'cadeau'],
  ['🔥', 'fire', 'feu'], ['⭐', 'star', 'étoile'], ['✨', 'sparkles', 'brille'], ['💡', 'idea', 'idée'], ['🚀', 'rocket', 'fusée'], ['🐛', 'bug', 'bogue'], ['💯', 'hundred', 'cent'], ['✅', 'check', 'fait'],
  ['❌', 'cross', 'non'], ['⚠️', 'warning', 'attention'], ['❓', 'question', 'question'], ['❗', 'exclamation', 'important'], ['⏳', 'hourglass', 'sablier'], ['📌', 'pin', 'punaise'], ['📎', 'paperclip', 'trombone'], ['📅', 'calendar', 'date'],
  ['💻', 'computer', 'ordinateur'], ['🔒', 'lock', 'cadenas'], ['☕', 'coffee', 'café'], ['🍵', 'tea', 'thé'], ['🥐', 'croissant', 'croissant'], ['🍕', 'pizza', 'pizza'], ['🍻', 'cheers', 'santé'], ['🍎', 'apple', 'pomme'],
  ['☀️', 'sun', 'soleil'], ['🌧️', 'rain', 'pluie'], ['❄️', 'snow', 'neige'], ['🌈', 'rainbow', 'arc'], ['🌱', 'seedling', 'pousse'], ['🐱', 'cat', 'chat'], ['🐶', 'dog', 'chien'], ['🦄', 'unicorn', 'licorne'],
];
